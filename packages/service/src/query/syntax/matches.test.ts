import { expect, test } from "vitest";
import { matchesFacets } from "./matches.js";
import { parseQuery } from "./parse.js";

const NOW = Date.parse("2026-11-24T12:00:00Z");
const found = (query: string, facets: Record<string, string[]>): boolean =>
  matchesFacets(
    parseQuery(query, { now: NOW }),
    new Map(Object.entries(facets).map(([key, values]) => [key, new Set(values)])),
  );

test("a release is found by its whole name, by its version, and by how either begins", () => {
  const facets = { release: ["acme-shop@3.2.1"] };
  for (const query of ["release:acme-shop@3.2.1", "release:3.2.1", "release:3.2*", "release:acme*"])
    expect(found(query, facets), query).toBe(true);
  for (const query of ["release:2.1", "release:1", "release:3.2", "release:shop@3.2.1", "-release:3.2.1"])
    expect(found(query, facets), query).toBe(false);
});

test("a file is found by its last parts", () => {
  const facets = { file: ["src/checkout/cart.ts"] };
  for (const query of ["file:cart.ts", "file:checkout/cart.ts"]) expect(found(query, facets)).toBe(true);
  expect(found("file:art.ts", facets)).toBe(false);
});
