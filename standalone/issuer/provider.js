// The protocol side of the issuer: clients, lifetimes and what tokens carry.

import { interactionPolicy, Provider } from "oidc-provider";

import { makeAdapter } from "./adapter.js";
import { claimsOf } from "./people.js";
import { protocolErrorPage, signedOutPage, signOutPage } from "./pages.js";
import { languageOf } from "./words.js";

const RESOURCE = "urn:fastlane:api";
const AUDIENCE = "fastlane-api";
const SCOPE = "openid profile email";
const CLAIMS = ["sub", "name", "email", "email_verified", "locale", "fastlane"];
const HOUR_S = 3600;

export function makeProvider(config, people) {
  const provider = new Provider(config.issuer, {
    adapter: makeAdapter(config.database),
    jwks: config.jwks,
    cookies: {
      keys: config.cookieKeys,
      // Cookies do not know ports: the names keep us apart from everything else on 127.0.0.1.
      names: {
        session: "fastlane_issuer",
        interaction: "fastlane_issuer_step",
        resume: "fastlane_issuer_resume",
      },
    },
    clients: config.clients,
    pkce: { required: () => true },
    claims: {
      openid: ["sub", "fastlane"],
      profile: ["name", "locale"],
      email: ["email", "email_verified"],
    },
    // The portal reads who signed in from the id token; userinfo would be one more call.
    conformIdTokenClaims: false,
    findAccount: (_ctx, sub) => account(people, sub),
    extraTokenClaims: (_ctx, token) => {
      const person = people.find(token.accountId);
      if (!person) return undefined;
      const { sub, ...claims } = claimsOf(person);
      return claims;
    },
    loadExistingGrant: (ctx) => grantFor(ctx),
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    // The portal keeps the token on its server side, and two of its requests may refresh at once;
    // rotation would take the second for a thief and sign the person out.
    rotateRefreshToken: false,
    ttl: {
      AccessToken: HOUR_S / 4,
      IdToken: HOUR_S,
      AuthorizationCode: 60,
      Interaction: HOUR_S,
      Session: 12 * HOUR_S,
      Grant: 12 * HOUR_S,
      RefreshToken: 12 * HOUR_S,
    },
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => RESOURCE,
        useGrantedResource: async () => true,
        getResourceServerInfo: async () => ({
          scope: SCOPE,
          audience: AUDIENCE,
          accessTokenFormat: "jwt",
          accessTokenTTL: HOUR_S / 4,
          jwt: { sign: { alg: "RS256" } },
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (ctx, form) => {
          ctx.body = signOutPage(languageOf(ctx.req), form);
        },
        postLogoutSuccessSource: async (ctx) => {
          ctx.body = signedOutPage(languageOf(ctx.req), config.gateway);
        },
      },
    },
    interactions: {
      policy: withoutConsent(),
      url: (_ctx, interaction) => `/interaction/${interaction.uid}`,
    },
    renderError: async (ctx, out) => {
      ctx.type = "html";
      ctx.body = protocolErrorPage(languageOf(ctx.req), out, config.gateway);
    },
  });
  provider.on("server_error", (_ctx, error) => console.error(`issuer error: ${error.stack}`));
  return provider;
}

function account(people, sub) {
  const person = people.find(sub);
  return person && { accountId: sub, claims: async () => claimsOf(person) };
}

// A native client would ask for consent at every sign-in, and ours has no page to show it.
function withoutConsent() {
  const policy = interactionPolicy.base();
  policy.get("consent").checks.remove("native_client_prompt");
  return policy;
}

// Both clients are the lane's own, so nobody is asked for consent.
async function grantFor(ctx) {
  const { client, provider, session } = ctx.oidc;
  const known = session.grantIdFor(client.clientId);
  const existing = known && (await provider.Grant.find(known));
  if (existing) return existing;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(SCOPE);
  grant.addOIDCClaims(CLAIMS);
  grant.addResourceScope(RESOURCE, SCOPE);
  await grant.save();
  return grant;
}
