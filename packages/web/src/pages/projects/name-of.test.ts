import { expect, test } from "vitest";
import { nameOf } from "./name-of.js";

test.each([
  ["Acme Shop", "acme-shop"],
  ["  acme-shop ", "acme-shop"],
  ["Acme_Shop", "Acme_Shop"],
  ["Kunde 7 / Web - neu", "kunde-7-web-neu"],
  ["ショップ 東京", "ショップ-東京"],
  ["   ", ""],
])("%j is named %j", (typed, name) => {
  expect(nameOf(typed)).toBe(name);
});
