import { expect, test } from "vitest";
import { withError } from "./logged-error.js";

const STACK = "TypeError: x\n    at pay (a.js:1:2)";
const EXPECTED = { "exception.type": "TypeError", "exception.message": "x", "exception.stacktrace": STACK };

test.each([
  ["pino's", { err: { type: "TypeError", message: "x", stack: STACK } }],
  ["winston's", { error: { name: "TypeError", message: "x", stack: STACK } }],
  ["Elastic's", { "error.type": "TypeError", "error.message": "x", "error.stack_trace": STACK }],
])("%s error is found", (_, attributes) => {
  expect(withError({ ...attributes, order: 7 })).toEqual({ ...EXPECTED, order: 7 });
});

test("a word is no error, and OpenTelemetry's own names win", () => {
  expect(withError({ error: "true", err: {} })).toEqual({ error: "true", err: {} });
  expect(withError({ "error.type": "timeout" })).toEqual({ "error.type": "timeout" });
  const both = { ...EXPECTED, err: { type: "Other", stack: "Other" } };
  expect(withError(both)).toEqual(both);
});
