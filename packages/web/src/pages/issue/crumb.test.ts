import { expect, test } from "vitest";
import { crumbOf } from "./crumb.js";

test("a request is one line: method, address, status; and bad when it was answered by an error", () => {
  const crumb = {
    timestamp: "2026-11-29T12:00:00Z",
    type: "http",
    category: "fetch",
    data: { method: "POST", url: "/api/stock/reserve", status_code: 409, request_body_size: 12 },
  };
  expect(crumbOf(crumb)).toMatchObject({
    at: Date.UTC(2026, 10, 29, 12),
    kind: "fetch",
    text: "POST /api/stock/reserve 409",
    isBad: true,
    rest: { request_body_size: 12 },
  });
  expect(crumbOf({ ...crumb, data: { ...crumb.data, status_code: 200 } }).isBad).toBe(false);
});

test.each([
  ["a figure", { duration: 120.4 }],
  ["its two ends", { "http.start_timestamp": 1764417600000, "http.end_timestamp": 1764417600120 }],
])("how long a request took is told beside its status, from %s", (_, told) => {
  const data = { method: "GET", url: "/api/stock", status_code: 200, ...told };
  expect(crumbOf({ category: "fetch", data })).toMatchObject({
    text: "GET /api/stock 200 (120 ms)",
    rest: {},
  });
});

test("where somebody went is told as a way", () => {
  const crumb = { category: "navigation", data: { from: "/cart", to: "/checkout" } };
  expect(crumbOf(crumb)).toMatchObject({ text: "/cart → /checkout", rest: {} });
});

test.each([
  [
    "Sentry for Python",
    { timestamp: 1764417600.5, category: "query", message: "SELECT 1", data: {} },
    "SELECT 1",
  ],
  [
    "Bugsnag",
    { timestamp: "2026-11-29T12:00:00Z", name: "Loaded", type: "navigation", metaData: { to: "/" } },
    "Loaded",
  ],
  ["a bare text", "it began", "it began"],
  ["nothing", null, "null"],
])("what %s sends has a text, and its kind does not have to be known", (_, crumb, text) => {
  expect(crumbOf(crumb).text).toBe(text);
});

test("values that say nothing are left out", () => {
  expect(crumbOf({ message: "m", data: { parent_span_id: null, op: "", to: "/" } }).rest).toEqual({
    to: "/",
  });
});
