import { expect, test } from "vitest";
import { countIn } from "./count-in.js";

test("events of an environment are counted whichever case it is written in, and all of them without one", () => {
  const issue = { count: 9, environmentCounts: { Production: 2, production: 3, staging: 1 } };
  expect(countIn(issue, "production")).toBe(5);
  expect(countIn(issue, "STAGING")).toBe(1);
  expect(countIn(issue, "elsewhere")).toBe(0);
  expect(countIn(issue, "")).toBe(9);
});
