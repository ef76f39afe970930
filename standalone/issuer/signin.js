// The sign-in page: shown, submitted (one click on a person, or user name and password), given up.

import { signInPage } from "./pages.js";
import { languageOf } from "./words.js";

export class SignIn {
  constructor(provider, people, oneClick) {
    this.provider = provider;
    this.people = people;
    this.oneClick = oneClick;
  }

  async show(request, response) {
    const details = await this.provider.interactionDetails(request, response);
    this.page(response, details, languageOf(request, details.params.ui_locales));
  }

  async submit(request, response, form) {
    const details = await this.provider.interactionDetails(request, response);
    const person = form.has("person")
      ? this.oneClick && this.people.find(form.get("person"))
      : this.people.check(form.get("user"), form.get("password"));
    if (!person) {
      const language = languageOf(request, details.params.ui_locales);
      this.page(response, details, language, form.get("user") ?? "");
      return;
    }
    const result = { login: { accountId: person.user, remember: false } };
    await this.finish(request, response, result);
  }

  async cancel(request, response) {
    const description = "The person went back without signing in.";
    await this.finish(request, response, { error: "access_denied", error_description: description });
  }

  finish(request, response, result) {
    return this.provider.interactionFinished(request, response, result, {
      mergeWithLastSubmission: false,
    });
  }

  page(response, details, language, refusedUser) {
    response.writeHead(refusedUser === undefined ? 200 : 401, {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      // No form-action here: after the form the browser is sent on to the portal, another origin.
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    const people = this.oneClick ? this.people.list : [];
    response.end(signInPage(language, details.uid, people, refusedUser));
  }
}
