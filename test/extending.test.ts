import { protocols } from "@faultline/protocols/all";
import { expect, test } from "vitest";
import { importers } from "./repository/known-by.js";
import { codeFiles, filesEnding, readSource } from "./repository/source.js";

// What CONTRIBUTING.md says about adding one holds because nothing else knows those that are there.

const importedBy = importers(codeFiles());

test.each(protocols.map(({ name }) => name))("the protocol %s is known to the list alone", (name) => {
  const list = "packages/protocols/src/all.ts";
  expect(importedBy.get(`packages/protocols/src/${name}`)).toEqual([list]);
  expect(filesEnding(/\.json$/, `packages/protocols/fixtures/${name}`).length).toBeGreaterThan(0);
  const lines = readSource(list).text.split("\n");
  expect(lines.filter((line) => line.includes(`"./${name}.js"`))).toHaveLength(1);
});
