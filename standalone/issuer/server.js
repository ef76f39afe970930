// The sign-in issuer of the one-machine lane: OpenID Connect with demo people.
// `node server.js CONFIG.json`; the supervisor writes the configuration. Not for production.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";

import { People } from "./people.js";
import { errorPage } from "./pages.js";
import { makeProvider } from "./provider.js";
import { SignIn } from "./signin.js";
import { languageOf } from "./words.js";

const LARGEST_FORM_BYTES = 16384;

const config = JSON.parse(readFileSync(process.argv[2], "utf8"));
const people = new People(config.people);
const provider = makeProvider(config, people);
const signIn = new SignIn(provider, people, config.oneClick);
const answerProtocol = provider.callback();

async function answer(request, response) {
  const url = new URL(request.url, config.issuer);
  const interaction = /^\/interaction\/[\w-]+(\/login|\/cancel)?$/.exec(url.pathname);
  if (url.pathname === "/health/ready") {
    response.writeHead(200, { "content-type": "application/json" }).end('{"status":"ready"}');
  } else if (url.pathname === "/") {
    response.writeHead(302, { location: config.gateway }).end();
  } else if (!interaction) {
    answerProtocol(request, response);
  } else if (request.method === "GET" && !interaction[1]) {
    await signIn.show(request, response);
  } else if (request.method === "POST" && interaction[1] === "/login") {
    await signIn.submit(request, response, await form(request));
  } else if (request.method === "POST" && interaction[1] === "/cancel") {
    await signIn.cancel(request, response);
  } else {
    response.writeHead(404).end();
  }
}

async function form(request) {
  let text = "";
  for await (const part of request) {
    text += part;
    if (text.length > LARGEST_FORM_BYTES) throw new Error("form too large");
  }
  return new URLSearchParams(text);
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    // Mostly an interaction that has expired or belongs to another browser: begin again.
    console.error(`${request.method} ${request.url.split("?")[0]}: ${error.name}: ${error.message}`);
    if (response.headersSent) return response.end();
    const language = languageOf(request);
    response.writeHead(400, { "content-type": "text/html; charset=utf-8" });
    response.end(errorPage(language, config.gateway));
  });
});

server.listen(config.port, "127.0.0.1", () => console.log(`issuer ready at ${config.issuer}`));
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => {
    server.close(() => process.exit(0));
    server.closeAllConnections();
  });
}
