import { expect, test } from "vitest";
import { type Condition, IntakeRule, ruleFor } from "./intake-rule.js";
import { NewIntakeRule } from "./new-intake-rule.js";
import type { Report } from "./report.js";

const REPORT: Report = {
  level: "error",
  type: "ChunkLoadError",
  message: "Loading chunk 17 failed.",
  environment: "production",
  release: "web@4.2.0",
  tags: { browser: "Safari 17.1" },
  exceptions: [
    { type: "ChunkLoadError", message: "Loading chunk 17 failed.", frames: [] },
    {
      type: "NetworkError",
      message: "The connection was lost.",
      frames: [{ file: "https://cdn.example.com/static/vendor.js", function: "load", inApp: false }],
    },
  ],
};

const nowhere = () => [];

test.each<[string, Condition, boolean]>([
  ["a class", { type: "ChunkLoadError" }, true],
  ["the class of a cause", { type: "Network*" }, true],
  ["a message with what differs left open", { message: "loading chunk * failed*" }, true],
  ["a file of any frame", { file: "*/vendor.js" }, true],
  ["a function", { function: "load" }, true],
  ["a tag", { tags: { browser: "Safari *" } }, true],
  ["a tag that it has not", { tags: { device: "*" } }, false],
  ["a tag that is called as what every object has", { tags: { constructor: "*" } }, false],
  ["no tag, as it was taken once", { tags: {} }, false],
  ["everything at once", { type: "Chunk*", level: "error", env: "prod*", release: "web@4.*" }, true],
  ["everything but one", { type: "Chunk*", env: "staging" }, false],
])("a rule by %s", (_, when, is) => {
  expect(ruleFor([{ when, do: "drop" }], REPORT, nowhere) !== undefined).toBe(is);
});

test("the first rule that is about a report decides", () => {
  const first: IntakeRule = { when: { type: "Chunk*" }, do: { fingerprint: ["chunks"] } };
  const rules: IntakeRule[] = [
    { when: { env: "staging" }, do: "drop" },
    first,
    { when: { level: "*" }, do: "drop" },
  ];
  expect(ruleFor(rules, REPORT, nowhere)).toBe(first);
  expect(ruleFor([], REPORT, nowhere)).toBeUndefined();
});

test("a rule about an issue is asked last, by what the rule before made of it, and only drops", () => {
  const group: IntakeRule = { when: { type: "Chunk*" }, do: { fingerprint: ["chunks"] } };
  const discard: IntakeRule = { when: { issue: ["iss_a", "iss_b"] }, do: "drop" };
  const inStaging: IntakeRule = { when: { issue: ["iss_a"], env: "staging" }, do: "drop" };
  const issuesBy = (rule: IntakeRule | undefined) => (rule === group ? ["iss_b"] : ["iss_a"]);
  expect(ruleFor([discard, group], REPORT, issuesBy)).toBe(discard);
  expect(ruleFor([inStaging, group], REPORT, issuesBy)).toBe(group);
  expect(ruleFor([inStaging], REPORT, issuesBy)).toBeUndefined();
  expect(IntakeRule.safeParse({ ...discard, do: { fingerprint: ["x"] } }).success).toBe(false);
});

test("a rule that says nothing of what it is about is none", () => {
  expect(IntakeRule.safeParse({ when: {}, do: "drop" }).success).toBe(false);
  expect(IntakeRule.safeParse({ when: { typo: "x" }, do: "drop" }).success).toBe(false);
});

test("a rule that names no tag, and nothing else, is kept where it is, and not set", () => {
  const about = (when: Condition) => ({ when, do: "drop" });
  expect(IntakeRule.safeParse(about({ tags: {} })).success).toBe(true);
  expect(NewIntakeRule.safeParse(about({ tags: {} })).success).toBe(false);
  expect(NewIntakeRule.safeParse(about({ tags: {}, type: "E" })).success).toBe(true);
  expect(NewIntakeRule.safeParse(about({ tags: { browser: "Safari" } })).success).toBe(true);
});

test("a rule of a tag that is called as what every object has is about reports with that tag", () => {
  const rules: IntakeRule[] = [{ when: { tags: { toString: "x" } }, do: "drop" }];
  expect(ruleFor(rules, { ...REPORT, tags: { toString: "x" } }, nowhere)).toBe(rules[0]);
});
