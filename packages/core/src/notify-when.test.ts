import { expect, test } from "vitest";
import { isToldOf, NotifyWhen, whyNotTold } from "./notify-when.js";

const event = {
  environment: "Production-EU",
  level: "error",
  tags: { plan: "pro", region: "eu-west-1" },
} as const;

test.each([
  [{ environment: ["production-eu"] }, true],
  [{ environment: ["staging", "prod*"] }, true],
  [{ environment: ["production"] }, false],
  [{ level: ["fatal", "error"] }, true],
  [{ level: ["fatal"] }, false],
  [{ tags: { plan: "pro" } }, true],
  [{ tags: { plan: ["free", "p*"], region: "eu-*" } }, true],
  [{ tags: { plan: "pro", region: "us-*" } }, false],
  [{ tags: { customer: "*" } }, false],
  [{ tags: { constructor: "*" } }, false],
  [{ environment: ["prod*"], level: ["warning"] }, false],
])("of %j is told: %s", (when, is) => {
  expect(isToldOf(NotifyWhen.parse(when), event)).toBe(is);
});

test("an event that says no environment is of none, whatever is asked for", () => {
  expect(isToldOf({ environment: ["*"] }, { level: "error" })).toBe(false);
});

test("where nothing is asked for, all is told", () => {
  expect(isToldOf(undefined, event)).toBe(true);
  expect(whyNotTold(undefined, event)).toBeUndefined();
});

test("the first that does not fit is named, with what would", () => {
  const when = { environment: ["production*"], level: ["fatal", "warning"], tags: { plan: "free" } };
  expect(whyNotTold(when, event)).toBe("only of level fatal, warning");
  expect(whyNotTold({ tags: when.tags }, event)).toBe("only of tag plan free");
});

test("what says nothing, or something else, is refused", () => {
  const long = Array.from({ length: 11 }, () => "x".repeat(20));
  for (const when of [
    {},
    { tags: {} },
    { environment: [] },
    { environment: "prod" },
    { environment: long },
    { env: ["prod"] },
  ])
    expect(NotifyWhen.safeParse(when).success, JSON.stringify(when)).toBe(false);
});
