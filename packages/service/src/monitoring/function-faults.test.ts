import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { functionFaults, functionOf, LogBatch } from "./function-faults.js";

const FOLDER = new URL("../../fixtures/function-logs/", import.meta.url);
const REQUEST = "5f4a1d2c-9b1e-4c5d-8a77-0c2f6f6a1b01";

const faultsIn = async (name: string) => {
  const batch = LogBatch.parse(JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), "utf8")));
  return (await functionFaults(batch, "https://errors.example.com")).map((report) => ({
    project: functionOf(batch),
    type: report.type,
    message: report.message,
    frame:
      report.exceptions[0]?.frames[0] &&
      `${report.exceptions[0].frames[0].file}:${report.exceptions[0].frames[0].line}`,
    request: report.tags?.requestId,
    id: report.eventId,
  }));
};

const EXPECTED: Readonly<Record<string, readonly object[]>> = {
  "node-timeout": [
    { project: "orders", type: "TimedOut", message: "Task timed out after 3.00 seconds", request: REQUEST },
  ],
  "out-of-memory": [{ type: "OutOfMemory", request: REQUEST }],
  "init-timeout": [{ type: "InitFailed", message: "The function could not start: took too long" }],
  "init-error": [{ type: "InitFailed", message: "The function could not start: Extension.Crash" }],
  "node-invoke-error": [
    {
      type: "ReferenceError",
      message: "x is not defined",
      frame: expect.stringContaining("index.mjs:2"),
      request: REQUEST,
    },
  ],
  "node-unhandled-rejection": [
    { type: "Error", message: "payment refused", frame: "/var/task/payment.js:14", request: REQUEST },
  ],
  "node-json": [
    {
      type: "TypeError",
      message: "total is not a function",
      frame: "/var/task/cart.js:12",
      request: REQUEST,
    },
    { type: "TimedOut", message: "Task timed out after 3.00 seconds", request: REQUEST },
  ],
  python: [
    {
      project: "mailer",
      type: "JSONDecodeError",
      message: "Expecting value: line 1 column 1 (char 0)",
      frame: expect.stringMatching(/decoder\.py:355$/),
      request: REQUEST,
    },
  ],
  "python-import": [
    {
      type: "Runtime.ImportModuleError",
      message: "Unable to import module 'lambda_function': No module named 'requests'",
    },
  ],
  java: [
    {
      project: "billing",
      type: "java.lang.ArrayIndexOutOfBoundsException",
      frame: "HandlerDivide.java:23",
      request: REQUEST,
    },
  ],
  ruby: [
    {
      project: "thumbnails",
      type: "NoMethodError",
      message: "undefined method `[]' for nil:NilClass",
      frame: "/var/task/function.rb:2",
      request: REQUEST,
    },
  ],
  nothing: [],
};

test("every kind of log is expected something of", () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  expect(files.map((name) => name.replace(".json", "")).sort()).toEqual(Object.keys(EXPECTED).sort());
});

test.each(Object.entries(EXPECTED))("%s: its faults, with stack and request", async (name, expected) => {
  const found = await faultsIn(name);
  expect(found).toMatchObject(expected);
  expect(found).toHaveLength(expected.length);
});

test("the lines of one fault, and a batch that comes twice, make one event", async () => {
  const both = [...(await faultsIn("node-timeout")), ...(await faultsIn("node-timeout"))];
  expect(new Set(both.map(({ id }) => id)).size).toBe(1);
});
