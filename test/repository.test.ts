import { basename } from "node:path";
import { ERROR_CODES } from "@faultline/core/error-codes";
import { expect, test } from "vitest";
import * as z from "zod";
import { longFunctions } from "./repository/long-functions.js";
import { codeFiles, filesEnding, isTest, readSource } from "./repository/source.js";

const LINES_MAX = 300;
const FUNCTION_LINES_MAX = 40;

const files = codeFiles();

test("no file is a barrel: an import line names the file it means", () => {
  expect(files.map(({ path }) => path).filter((path) => /(^|\/)index\.[a-z]+$/.test(path))).toEqual([]);
});

test("no file is a drawer for everything", () => {
  const drawer = /^(utils?|helpers?|common|misc|shared|lib)\b|-(utils?|helpers?)\./i;
  expect(files.map(({ path }) => path).filter((path) => drawer.test(basename(path)))).toEqual([]);
});

test(`no file is longer than ${LINES_MAX} lines`, () => {
  const long = files.filter(({ text }) => text.split("\n").length - 1 > LINES_MAX);
  expect(long.map(({ path }) => path)).toEqual([]);
});

test(`no function is longer than ${FUNCTION_LINES_MAX} lines`, () => {
  const shipped = files.filter(({ path }) => !isTest(path));
  expect(shipped.flatMap((source) => longFunctions(source, FUNCTION_LINES_MAX))).toEqual([]);
});

test("a function of 41 lines is found, with its place", () => {
  const text = `\nexport function long() {\n${"  work();\n".repeat(FUNCTION_LINES_MAX - 1)}}\n`;
  expect(longFunctions({ path: "a.ts", text }, FUNCTION_LINES_MAX)).toEqual(["a.ts:2 has 41 lines"]);
});

test("words are looked up in a Map: an object knows `constructor` without having been told", () => {
  const byWord = /^(export )?const \w+: (Readonly<)?Record<string, .*= \{/m;
  const shipped = files.filter(({ path }) => /^packages\/[^/]+\/src\//.test(path) && !isTest(path));
  const own = "packages/client/src/exit-program.ts";
  expect(
    shipped.filter(({ path, text }) => path !== own && byWord.test(text)).map(({ path }) => path),
  ).toEqual([]);
});

test("nothing is switched off or left for later", () => {
  const marks = /\b(TODO|FIXME|XXX)\b|@ts-(ignore|nocheck)|\b(test|it|describe)\.(only|todo)\b/;
  const own = "test/repository.test.ts";
  const marked = files.filter(({ path, text }) => path !== own && marks.test(text));
  // In a test, and with its reason, it is an assertion: the types refuse the line below.
  const unchecked = files.filter(({ path, text }) => {
    const isAssertion = path.endsWith(".test.ts");
    return path !== own && (isAssertion ? /@ts-expect-error\s*$/m : /@ts-expect-error/).test(text);
  });
  expect([...marked, ...unchecked].map(({ path }) => path)).toEqual([]);
});

test("docs/errors.md has a row for every code, and no other", () => {
  const rows = [...readSource("docs/errors.md").text.matchAll(/^\| `([a-z_]+)` +\|/gm)].map(
    ([, code]) => code,
  );
  expect(rows).toEqual([...ERROR_CODES].sort());
});

test("docs/decisions/0001-dependencies.md gives the reason for every dependency, and no other", () => {
  const names = z.record(z.string(), z.string()).default({});
  const Manifest = z.object({ dependencies: names, devDependencies: names });
  const declared = filesEnding(/(^|\/)package\.json$/).flatMap((path) => {
    const { dependencies, devDependencies } = Manifest.parse(JSON.parse(readSource(path).text));
    return Object.keys({ ...dependencies, ...devDependencies }).filter(
      (name) => !name.startsWith("@faultline/"),
    );
  });
  const page = readSource("docs/decisions/0001-dependencies.md").text;
  const rows = [...page.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, name]) => name);
  expect(rows.sort()).toEqual([...new Set(declared)].sort());
});
