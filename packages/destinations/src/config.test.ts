import { expect, test } from "vitest";
import { readTarget } from "./all.js";
import { asMeant, ruleOf, Shared } from "./config.js";

const rule = (config: Readonly<Record<string, unknown>>) => ruleOf(Shared.parse(asMeant(config)));
const slack = (more: object) =>
  readTarget({ type: "slack", endpoint: "https://hooks.slack.example/x", channel: "#x", ...more });

test("zeros, as the original's Go client sends them for what is not set, mean the first event alone", () => {
  expect(rule({ notifyInterval: 0, threshold: 0, username: "" })).toEqual(rule({}));
  expect(rule({ notifyInterval: 5, threshold: 0 })).toEqual(rule({ notifyInterval: 5 }));
});

test("numbers may come as texts", () => {
  expect(rule({ notifyInterval: "5", threshold: "10" })).toEqual(rule({ notifyInterval: 5, threshold: 10 }));
  expect(slack({ threshold: "often" })).toMatch(/threshold/);
  expect(slack({ notifyInterval: -1 })).toMatch(/notifyInterval/);
});

test("what is empty is not set", () => {
  expect(Shared.parse(asMeant({ timezone: "", linkTemplate: "" }))).toEqual(Shared.parse({}));
  expect(slack({ endpoint: "" })).toMatch(/give an endpoint/);
});
