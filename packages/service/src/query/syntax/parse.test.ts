import { describe, expect, test } from "vitest";
import { BadQuery } from "./bad-query.js";
import { parseQuery } from "./parse.js";
import type { Test } from "./query.js";

const NOW = Date.UTC(2026, 10, 24, 12);

/** Each term as somebody would say it. */
const said = (text: string): string[] =>
  parseQuery(text, { now: NOW }).terms.map(
    ({ isNegated, test }) => `${isNegated ? "not " : ""}${saidOf(test)}`,
  );

function saidOf(test: Test): string {
  switch (test.kind) {
    case "text":
      return `${test.places.length === 4 ? "text" : test.places.join()} ${test.words.join(" ")}${test.isPrefix ? "…" : ""}`;
    case "value":
      return `${test.key}=${test.value}${test.isPrefix ? "…" : ""}`;
    case "has":
      return `any ${test.key}`;
    case "state":
      return `is ${test.word}`;
    case "time":
      return `between ${time(test.range.from)} and ${time(test.range.to)}`;
  }
}

const time = (at: number): string => (Number.isFinite(at) ? new Date(at).toISOString().slice(0, 16) : "ever");

test.each([
  ["", []],
  ["   ", []],
  ["checkout", ["text checkout"]],
  ["Checkout  failed", ["text checkout", "text failed"]],
  ['"card was declined"', ["text card was declined"]],
  ["src/cart.ts", ["text src cart ts"]],
  ["pay*", ["text pay…"]],
  ["-timeout", ["not text timeout"]],
  ['-"card declined"', ["not text card declined"]],
  [
    "TypeError: x is not a function",
    ["text typeerror", "text x", "text is", "text not", "text a", "text function"],
  ],
  ["(reading 'foo')", ["text reading", "text foo"]],
  ["std::vector", ["text std vector"]],
  ["https://shop.example/cart", ["text https shop example cart"]],
  ["env:production", ["env=production"]],
  ["environment:Production", ["env=production"]],
  ["ENV:production", ["env=production"]],
  ['release:"1.4 beta"', ["release=1.4 beta"]],
  ['release:"5*"', ["release=5*"]],
  ["release:5.*", ["release=5.…"]],
  ["-level:error", ["not level=error"]],
  ["customer:acme", ["tag.customer=acme"]],
  ["tag.customer:acme", ["tag.customer=acme"]],
  ["tag.env:blue", ["tag.env=blue"]],
  ["handled:false", ["handled=false"]],
  ["url:https://shop.example/a", ["tag.url=https://shop.example/a"]],
  ["has:user", ["any user"]],
  ["-has:environment", ["not any env"]],
  ["has:customer", ["any tag.customer"]],
  ["is:unresolved", ["is unresolved"]],
  ["-is:muted", ["not is muted"]],
  ["title:TypeError", ["title typeerror"]],
  ["message:declin*", ["message declin…"]],
  ["firstSeen:>2026-11-01", ["between 2026-11-02T00:00 and ever"]],
  ["firstSeen:>=2026-11-01", ["between 2026-11-01T00:00 and ever"]],
  ["firstSeen:<2026-11-01", ["between ever and 2026-11-01T00:00"]],
  ["firstseen:2026-11-01", ["between 2026-11-01T00:00 and 2026-11-02T00:00"]],
  ["firstSeen:2028-02-29", ["between 2028-02-29T00:00 and 2028-03-01T00:00"]],
  ["lastSeen:<-24h", ["between ever and 2026-11-23T12:00"]],
  ["lastSeen:-7d", ["between 2026-11-17T12:00 and ever"]],
  ["lastSeen:>=2026-11-01T10:30:00Z", ["between 2026-11-01T10:30 and ever"]],
  ['"a \\"quoted\\" word"', ["text a quoted word"]],
  ['"OR"', ["text or"]],
  ["注文処理", ["text 注文 文処 処理"]],
  ["カート", ["text カー ート"]],
  ["Überweisung", ["text überweisung"]],
])("%s means %j", (text, meaning) => {
  expect(said(text)).toEqual(meaning);
});

describe("what has no meaning is told where it stands, and what to write instead", () => {
  test.each([
    ['card "was declined', 5, "second"],
    ["a OR b", 2, '"OR"'],
    ["env:a AND env:b", 6, "-term"],
    ["!env:production", 0, "-env:production"],
    ["is:open", 3, "unresolved, regressed, resolved, ignored, muted, assigned and unassigned"],
    ["is:", 0, "say what follows"],
    ["env:", 0, "has:env"],
    ["tag.customer:", 0, "or write has:tag.customer for any value."],
    ["has:", 0, "say what follows has:."],
    ["title:", 0, "say what follows title:."],
    ['env:""', 4, "has:env"],
    ["level:critical", 6, "fatal, error, warning, info and debug"],
    ["handled:maybe", 8, "true and false"],
    ["firstSeen:yesterday", 10, "firstSeen:>-24h"],
    ["firstSeen:>2026-13-01", 10, "firstSeen:>2026-11-01"],
    ["firstSeen:>2026-02-30", 10, "firstSeen:>2026-11-01"],
    ["lastSeen:2026-11-31", 9, "lastSeen:>2026-11-01"],
    ["release:>1.4", 8, "cannot be compared"],
    ["env:[a,b]", 4, "one value"],
    ["foo*bar", 3, "at the end"],
    ["*", 0, "follows how something begins"],
    ["has:firstSeen", 4, "asks for"],
    ["checkout ???", 9, "no letter or digit"],
    ['"a"b', 0, "space after"],
    [`${"a ".repeat(21)}`, 40, "20 terms"],
    ["x".repeat(501), 500, "500 characters"],
  ])("%s", (text, position, advice) => {
    const refused = refusalOf(text);
    expect(refused.message).toContain(advice);
    expect({ position: refused.position, code: refused.code }).toEqual({ position, code: "bad_query" });
  });
});

function refusalOf(text: string): BadQuery {
  try {
    parseQuery(text, { now: NOW });
  } catch (error) {
    if (error instanceof BadQuery) return error;
    throw error;
  }
  throw new Error(`${text} was understood`);
}

test("no text, however odd, is more than refused, and none takes more than linear time", () => {
  const pieces = [
    '"',
    "\\",
    "-",
    ":",
    "*",
    "a",
    "é",
    "障",
    "\ud800",
    " ",
    ">",
    "is:",
    "has:",
    "\u0000",
    "__proto__:",
    "(",
    "1",
  ];
  let seed = 7;
  const next = (): number => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed;
  };
  for (let round = 0; round < 3000; round++) {
    const text = Array.from({ length: next() % 60 }, () => pieces[next() % pieces.length]).join("");
    try {
      parseQuery(text, { now: NOW });
    } catch (error) {
      expect(error).toBeInstanceOf(BadQuery);
    }
  }
});
