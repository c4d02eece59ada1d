import { analyse } from "scslre";
import { expect, test } from "vitest";
import { type Pattern, patternsOf, pumpsOf } from "./repository/patterns.js";
import { codeFiles, isTest } from "./repository/source.js";

/** What runs where requests come in. */
const SERVED = /^packages\/(core|protocols|service|destinations|local|aws|functions)\//;

/** Patterns that look worse than they are, and why. */
const HARMLESS: Readonly<Record<string, string>> = {
  "\\b[a-z]{2,6}_[0-9a-z]*\\d[0-9a-z]*\\b": "reads 500 characters of a message, see CHARS_MAX",
  '(?:[^\\s"]+:)?"[^"]*"|\\S+': "what the first way does not take, the second takes whole",
};

const patterns = codeFiles()
  .filter(({ path }) => SERVED.test(path) && !isTest(path))
  .flatMap(patternsOf)
  .filter(({ source }) => HARMLESS[source] === undefined);

/** Why a pattern takes more than its text's length, if it does. */
function worseThanLinear({ source, flags }: Pick<Pattern, "source" | "flags">): string[] {
  return analyse({ source, flags }).reports.map(({ type, exponential }) =>
    exponential ? "exponential" : type,
  );
}

test("every regular expression is linear in what it reads", () => {
  const bad = patterns.filter((pattern) => worseThanLinear(pattern).length > 0);
  expect(bad.map(({ place, source }) => `${place} /${source}/`)).toEqual([]);
});

test("one that begins anew at each slash, and one that parts blanks in two, are found", () => {
  expect(worseThanLinear({ source: "\\/+$", flags: "" })).toEqual(["Move"]);
  expect(worseThanLinear({ source: "^\\s*a?\\s*$", flags: "" })).toContain("Trade");
});

/** Characters, and what reading them may take of the processor; in proportion to the square, a million is minutes. */
const LENGTHS = [
  [10_000, 60],
  [100_000, 250],
  [1_000_000, 1_500],
] as const;

test("no regular expression takes long for texts of up to a million characters that are made for it", () => {
  const slow = patterns.flatMap((pattern) => {
    const found = pumpsOf(pattern).find((pump) =>
      LENGTHS.some(([length, most]) => took(pattern, pump, length) > most),
    );
    return found === undefined ? [] : [`${pattern.place} /${pattern.source}/ with ${JSON.stringify(found)}`];
  });
  expect(slow).toEqual([]);
});

/** Milliseconds of the processor. The end fits nothing, so that whatever can be tried again is. */
function took({ source, flags }: Pattern, pump: string, length: number): number {
  const text = `${pump.repeat(Math.ceil(length / pump.length))}\u0001`;
  const pattern = new RegExp(source, flags);
  const start = process.cpuUsage();
  text.replace(pattern, "");
  return process.cpuUsage(start).user / 1000;
}
