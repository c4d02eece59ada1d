import { expect, test } from "vitest";
import { productionLicences } from "./repository/licences.js";

/** Open-source licences that ask for no more than to be named. */
const ALLOWED = new Set([
  "MIT",
  "MIT-0",
  "ISC",
  "0BSD",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "Apache-2.0",
  "Unlicense",
]);

test("every package that a release runs has an open-source licence", () => {
  const found = productionLicences();
  expect(found.length).toBeGreaterThan(10);
  expect(found.filter(({ licence }) => !ALLOWED.has(licence))).toEqual([]);
});
