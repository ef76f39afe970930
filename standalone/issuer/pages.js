// The issuer's pages: plain HTML that works without JavaScript and asks nobody else for anything.

import { WORDS } from "./words.js";

const STYLE = `
  :root { color-scheme: light dark; --ink: #1d2733; --soft: #5b6875; --line: #d8dee5; --paper: #f6f8fa;
    --card: #fff; --accent: #0b5cad; --warn: #a4262c; }
  @media (prefers-color-scheme: dark) { :root { --ink: #e6ebf0; --soft: #a3afba; --line: #36414c;
    --paper: #14191e; --card: #1c232a; --accent: #6cb1f5; --warn: #f1908f; } }
  * { box-sizing: border-box; }
  body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.55;
    font-family: system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif; }
  main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
  h1 { font-size: 1.4rem; margin: 0 0 .25rem; } h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
  p { color: var(--soft); margin: .25rem 0 1rem; }
  .people { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .5rem; }
  .person { display: block; width: 100%; text-align: left; padding: .6rem .8rem; font: inherit; cursor: pointer;
    color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
  .person:hover { border-color: var(--accent); }
  .person small { display: block; color: var(--soft); overflow-wrap: anywhere; }
  form.password { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
    padding: 1rem; display: grid; gap: .75rem; max-width: 24rem; margin-top: .5rem; }
  label { display: grid; gap: .25rem; }
  input { font: inherit; padding: .45rem .6rem; border: 1px solid var(--line); border-radius: .35rem;
    background: var(--paper); color: inherit; }
  button.primary { font: inherit; padding: .5rem 1rem; border: 0; border-radius: .35rem; cursor: pointer;
    background: var(--accent); color: var(--card); }
  button.plain { font: inherit; padding: .5rem 1rem; border: 0; background: none; color: var(--accent);
    cursor: pointer; text-decoration: underline; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  .warn { color: var(--warn); } a { color: var(--accent); }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; color: var(--soft); }
`;

export function signInPage(language, uid, people, refusedUser) {
  const words = WORDS[language];
  const action = `/interaction/${uid}/login`;
  const refused = refusedUser === undefined ? "" : `<p class="warn" role="alert">${words.refused}</p>`;
  const groups = byHome(language, people)
    .map(([home, members]) => homeGroup(language, action, home, members))
    .join("");
  return page(
    language,
    words.title,
    `<h1>${words.lane}</h1>
     ${people.length ? `<p>${words.demo}</p>` : ""}
     ${groups}
     <h2 id="password">${words.withPassword}</h2>${refused}
     <form class="password" method="post" action="${action}" aria-labelledby="password">
       <label>${words.user}<input name="user" autocomplete="username" required value="${safe(refusedUser ?? "")}"></label>
       <label>${words.password}<input name="password" type="password" autocomplete="current-password" required></label>
       <button class="primary">${words.signIn}</button>
     </form>
     <form method="post" action="/interaction/${uid}/cancel"><button class="plain">${words.cancel}</button></form>`,
  );
}

// The whole lane's people first, then each pack's in the order of the files.
function byHome(language, people) {
  const found = new Map([["", []]]);
  for (const person of people) {
    const home = person.home?.[language] ?? "";
    found.set(home, [...(found.get(home) ?? []), person]);
  }
  return [...found].filter(([, members]) => members.length);
}

function homeGroup(language, action, home, members) {
  const words = WORDS[language];
  const roles = Object.keys(words.roles)
    .map((role) => roleGroup(language, action, role, members))
    .join("");
  return `<section class="home"><h2>${safe(home || words.everywhere)}</h2>${roles}</section>`;
}

function roleGroup(language, action, role, people) {
  const members = people.filter((person) => person.fastlane.roles[0] === role);
  if (!members.length) return "";
  const buttons = members
    .map(
      (person) => `<button class="person" name="person" value="${safe(person.user)}">
        ${safe(person.name[language])}
        <small>${safe(person.place?.[language] ?? "")}</small><small>${safe(person.user)}</small></button>`,
    )
    .join("");
  return `<section><h3>${WORDS[language].roles[role]}</h3>
    <form class="people" method="post" action="${action}">${buttons}</form></section>`;
}

export function signOutPage(language, form) {
  const words = WORDS[language];
  return page(
    language,
    words.signOutTitle,
    `<h1>${words.signOutQuestion}</h1>${form}
     <button class="primary" autofocus type="submit" form="op.logoutForm" value="yes" name="logout">${words.signOut}</button>
     <button class="plain" type="submit" form="op.logoutForm">${words.stay}</button>`,
  );
}

export function signedOutPage(language, gateway) {
  const words = WORDS[language];
  return page(language, words.signOutTitle, `<h1>${words.signedOut}</h1>${backLink(words, gateway)}`);
}

export function errorPage(language, gateway) {
  const words = WORDS[language];
  return page(
    language,
    words.errorTitle,
    `<h1>${words.errorTitle}</h1><p>${words.errorText}</p>${backLink(words, gateway)}`,
  );
}

export function protocolErrorPage(language, out, gateway) {
  const words = WORDS[language];
  const details = Object.entries(out)
    .map(([key, value]) => `${key}: ${value}`)
    .join("\n");
  return page(
    language,
    words.errorTitle,
    `<h1>${words.errorTitle}</h1><p>${words.protocolError}</p><pre>${safe(details)}</pre>${backLink(words, gateway)}`,
  );
}

function backLink(words, gateway) {
  return `<p><a href="${safe(gateway)}/">${words.back}</a></p>`;
}

function page(language, title, body) {
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${STYLE}</style></head>
<body><main>${body}</main></body></html>`;
}

function safe(text) {
  const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return String(text).replace(/[&<>"']/g, (character) => entities[character]);
}
