import { expect, test } from "vitest";
import { levelOf } from "./level.js";
import { asMoment, asPairs } from "./loose.js";

const NOON = Date.UTC(2026, 10, 24, 12);

test("a moment is understood in seconds and in all that is finer, as a number and as a text", () => {
  const numbers = [NOON / 1e3, NOON, NOON * 1e3, NOON * 1e6];
  for (const number of numbers) {
    expect(asMoment(number), String(number)).toBe(NOON);
    expect(asMoment(String(number)), `"${number}"`).toBe(NOON);
  }
  for (const none of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, "", " ", "soon", 1e30]) {
    expect(asMoment(none), String(none)).toBeUndefined();
  }
});

test("tags are read as an object, as pairs, and as objects of key and value", () => {
  const tags = { shop: "kyoto", size: "3" };
  expect(asPairs(tags)).toEqual(tags);
  expect(asPairs([["shop", "kyoto"], null, ["size", 3], ["void", null], "odd"])).toEqual(tags);
  expect(asPairs([{ key: "shop", value: "kyoto" }, { name: "size", value: 3 }, { value: 5 }])).toEqual(tags);
});

test("the words of .NET, syslog and Java for a severity mean what they say", () => {
  const levels = { Information: "info", Verbose: "debug", crit: "fatal", err: "error", SEVERE: "error" };
  for (const [word, level] of Object.entries(levels)) expect(levelOf(word), word).toBe(level);
});
