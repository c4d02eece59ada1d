import { expect, test } from "vitest";
import { withError } from "./logged-error.js";

const STACK = "TypeError: x\n    at pay (a.js:1:2)";
const EXPECTED = { "exception.type": "TypeError", "exception.message": "x", "exception.stacktrace": STACK };

test.each([
  ["pino's", { err: { type: "TypeError", message: "x", stack: STACK } }],
  ["winston's", { error: { name: "TypeError", message: "x", stack: STACK } }],
  ["Elastic's", { "error.type": "TypeError", "error.message": "x", "error.stack_trace": STACK }],
])("%s error is found", (_, attributes) => {
  expect(withError({ ...attributes, order: 7 }, true)).toEqual({ ...EXPECTED, order: 7 });
});

test("a stack beside a line that says it is an error is that of the error, as winston and zap write it", () => {
  const told = { "exception.stacktrace": STACK, order: 7 };
  expect(withError({ stack: STACK, order: 7 }, true)).toEqual(told);
  expect(withError({ stacktrace: STACK, order: 7 }, true)).toEqual(told);
  expect(withError({ stack: STACK }, false)).toEqual({ stack: STACK });
  expect(withError({ stack: "production-eu" }, true)).toEqual({ stack: "production-eu" });
});

test("a word is no error, and OpenTelemetry's own names win", () => {
  expect(withError({ error: "true", err: {} }, true)).toEqual({ error: "true", err: {} });
  expect(withError({ "error.type": "timeout" }, true)).toEqual({ "error.type": "timeout" });
  const both = { ...EXPECTED, err: { type: "Other", stack: "Other" } };
  expect(withError(both, true)).toEqual(both);
});
