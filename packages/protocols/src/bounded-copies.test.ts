import { describe, expect, test } from "vitest";
import { boundedCopies } from "./bounded-copies.js";
import { faultline } from "./faultline.js";
import { otlp } from "./otlp.js";
import type { Protocol } from "./protocol.js";

const REPORTS = 2_000;
/** Eight megabytes of what is shared, and what each report has of its own. */
const ALL_MAX = 10 * 1024 * 1024;

const large = Object.fromEntries(Array.from({ length: 25 }, (_, place) => [`k${place}`, "x".repeat(4_000)]));
const attributes = Object.entries(large).map(([key, value]) => ({ key, value: { stringValue: value } }));

const reportsOf = (wire: Protocol, path: string, body: unknown) =>
  wire.parse({
    path,
    params: { project: "shop" },
    query: new URLSearchParams(),
    headers: new Headers(),
    body: new TextEncoder().encode(JSON.stringify(body)),
  }).reports;

const many = <T>(entry: T): T[] => Array.from({ length: REPORTS }, () => entry);
const errorRecord = { severityNumber: 17, body: { stringValue: "it broke" } };
const exception = { name: "exception", attributes: [{ key: "exception.type", value: { stringValue: "E" } }] };

describe("what many reports of a request share is no more in all than a few megabytes", () => {
  test.each([
    ["surroundings", faultline, "/v0/projects/shop/errors", { errors: many({ type: "E" }), params: large }],
    [
      "surroundings with own ones over them",
      faultline,
      "/v0/projects/shop/errors",
      { errors: many({ type: "E", params: { own: 1 } }), params: large },
    ],
    [
      "a resource",
      otlp,
      "/v1/logs",
      { resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords: many(errorRecord) }] }] },
    ],
    [
      "a scope",
      otlp,
      "/v1/logs",
      {
        resourceLogs: [
          { scopeLogs: [{ scope: { name: "shop", attributes }, logRecords: many(errorRecord) }] },
        ],
      },
    ],
    [
      "a span",
      otlp,
      "/v1/traces",
      {
        resourceSpans: [
          { scopeSpans: [{ spans: [{ name: "GET /", attributes, events: many(exception) }] }] },
        ],
      },
    ],
  ] as const)("%s", (_, wire, path, body) => {
    const reports = reportsOf(wire, path, body);
    expect(reports.length).toBeGreaterThanOrEqual(500);
    expect(JSON.stringify(reports).length).toBeLessThan(ALL_MAX);
  });
});

test("one report keeps all, and few keep it too", () => {
  for (const copies of [1, 50]) expect(boundedCopies({ large }, copies).large).toBe(large);
});

test("of many, small entries are kept, and large ones say that they are left out", () => {
  const { part } = boundedCopies({ part: { text: "x".repeat(10_000), id: 7, list: [1, 2] } }, REPORTS);
  expect(part).toEqual({ id: 7, list: [1, 2], text: "[left out: too large for so many errors]" });
});
