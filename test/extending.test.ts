import { DESTINATIONS } from "@faultline/destinations/all";
import { protocols } from "@faultline/protocols/all";
import { expect, test } from "vitest";
import { importers } from "./repository/known-by.js";
import { codeFiles, filesEnding, readSource } from "./repository/source.js";

// What CONTRIBUTING.md says about adding one holds because nothing else knows those that are there.

const importedBy = importers(codeFiles());

/** The lines of a list that import the file of that name. */
const importLines = (list: string, name: string): string[] =>
  readSource(list)
    .text.split("\n")
    .filter((line) => line.includes(`"./${name}.js"`));

test.each(protocols.map(({ name }) => name))("the protocol %s is known to the list alone", (name) => {
  const list = "packages/protocols/src/all.ts";
  expect(importedBy.get(`packages/protocols/src/${name}`)).toEqual([list]);
  expect(importLines(list, name)).toHaveLength(1);
  expect(filesEnding(/\.json$/, `packages/protocols/fixtures/${name}`).length).toBeGreaterThan(0);
});

test.each(DESTINATIONS.map(({ type }) => type))("the destination %s is known to the list alone", (type) => {
  const list = "packages/destinations/src/all.ts";
  expect(importedBy.get(`packages/destinations/src/${type}`)).toEqual([list]);
  expect(importLines(list, type)).toHaveLength(1);
  expect(readSource("docs/notifications.md").text).toMatch(new RegExp(`^\\| \`${type}\` `, "m"));
});

test("no shipped file outside its own decides by a destination's type", () => {
  const types = DESTINATIONS.map(({ type }) => type).join("|");
  const decision = new RegExp(`\\btype [!=]== "(${types})"|case "(${types})":`);
  const shipped = codeFiles().filter(({ path }) => /^packages\/(?!destinations\/)[^/]+\/src\//.test(path));
  expect(shipped.filter(({ path, text }) => !/\.test\./.test(path) && decision.test(text))).toEqual([]);
});
