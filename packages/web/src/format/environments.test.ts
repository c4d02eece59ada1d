import { expect, test } from "vitest";
import { environmentsOf } from "./environments.js";

test("the environments an issue happened in are named, most often first, and the rest counted", () => {
  expect(environmentsOf({ environments: [] })).toBe("");
  expect(environmentsOf({ environments: ["production", "staging"] })).toBe("production, staging");
  expect(environmentsOf({ environments: ["production", "staging", "qa", "dev", "load"] })).toBe(
    "production, staging, qa +2",
  );
});
