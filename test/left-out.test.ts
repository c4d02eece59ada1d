import { expect, test } from "vitest";
import { leftOutLine } from "./report-left-out.js";

test("the last line of a run tells each reason once, what it keeps out, and what brings that in", () => {
  const python = "no Python (install it)";
  const line = leftOutLine([
    { name: "the table", why: python },
    { name: "triage", why: "no browser (install one)" },
    { name: "the bundle", why: python },
    { name: "not meant" },
    { name: "neither" },
  ]);
  expect(line).toBe(
    "left out: no Python (install it): the table, the bundle · no browser (install one): triage · 2 that this run did not ask for",
  );
});

test("when nothing is left out, it says so", () => {
  expect(leftOutLine([])).toBe("left out: nothing");
});
