// The people who may sign in, and what their tokens say of them.

import { timingSafeEqual } from "node:crypto";

export class People {
  constructor(list) {
    this.list = list;
    this.byUser = new Map(list.map((person) => [person.user, person]));
  }

  find(user) {
    return this.byUser.get(user);
  }

  // The person whose password this is, or undefined.
  check(user, password) {
    const person = this.find(user ?? "");
    return person && same(person.password, password ?? "") ? person : undefined;
  }
}

export function claimsOf(person) {
  return {
    sub: person.user,
    name: person.name[person.locale] ?? person.name["zh-CN"],
    email: person.email,
    email_verified: true,
    locale: person.locale,
    fastlane: person.fastlane,
  };
}

function same(expected, given) {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
