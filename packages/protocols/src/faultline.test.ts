import { expect, test } from "vitest";
import { faultline } from "./faultline.js";

const parse = (body: unknown) =>
  faultline.parse({
    path: "/v0/projects/shop/errors",
    params: { project: "shop" },
    query: new URLSearchParams(),
    headers: new Headers(),
    body: Buffer.from(JSON.stringify(body)),
  });

test("one entry that is no error does not take the good ones with it", () => {
  const { reports, rejected } = parse({
    errors: [{ type: "A", message: "a" }, 42, {}, null, { message: "b" }],
  });
  expect(reports.map((report) => report.message)).toEqual(["a", "b"]);
  expect(rejected.map(({ index }) => index)).toEqual([1, 2, 3]);
});

test("an error in unknown words is kept as it came", () => {
  const { reports } = parse({ errors: [{ klass: "PaymentDeclined", why: "no money" }] });
  expect(reports[0]?.raw).toEqual({ klass: "PaymentDeclined", why: "no money" });
});

test("times are taken with any offset and fraction, and left out when they are none", () => {
  const at = (timestamp: unknown) => parse({ errors: [{ type: "A", timestamp }] }).reports[0]?.timestamp;
  expect(at("2016-12-07T00:00:00+09:00")).toBe(Date.UTC(2016, 11, 6, 15));
  expect(at("2016-12-07T00:00:00.5Z")).toBe(Date.UTC(2016, 11, 7, 0, 0, 0, 500));
  expect(at("2016-12-07T00:00:00-03:30")).toBe(Date.UTC(2016, 11, 7, 3, 30));
  expect(at("yesterday")).toBeUndefined();
});

test("an error brings its own id, causes and surroundings, which go over those of the body", () => {
  const { reports } = parse({
    context: { version: "1.0.0", environment: "production", user: { id: "u-1" } },
    params: { shop: "kyoto" },
    errors: [
      {
        id: "0198c0de-0000-7000-8000-000000000001",
        type: "PaymentDeclined",
        message: "declined",
        handled: false,
        fingerprint: ["payment"],
        causes: [{ type: "Error", message: "connect ECONNREFUSED" }, "no object"],
        context: { version: "1.0.1", history: [{ type: "click", category: "ui", message: "pay" }] },
        params: { order: 4711 },
      },
      { type: "A", message: "a" },
    ],
  });
  expect(reports[0]).toMatchObject({
    eventId: "0198c0de-0000-7000-8000-000000000001",
    handled: false,
    fingerprint: ["payment"],
    exceptions: [{ type: "PaymentDeclined" }, { type: "Error", message: "connect ECONNREFUSED" }],
    release: "1.0.1",
    environment: "production",
    user: { id: "u-1" },
    breadcrumbs: [{ type: "click", category: "ui", message: "pay" }],
    extra: { params: { shop: "kyoto", order: 4711 } },
  });
  expect(reports[0]?.exceptions).toHaveLength(2);
  expect(reports[1]).toMatchObject({ release: "1.0.0", extra: { params: { shop: "kyoto" } } });
  expect(reports[1]?.eventId).toBeUndefined();
});

test("the key is taken from the query where a page cannot set headers, and the header goes first", () => {
  const keyOf = (headers: Record<string, string>, search: string) =>
    faultline.credential({
      path: "/v0/projects/shop/errors",
      params: { project: "shop" },
      query: new URLSearchParams(search),
      headers: new Headers(headers),
    });
  expect(keyOf({}, "key=k")).toEqual({ key: "k", project: "shop" });
  expect(keyOf({ "x-api-key": "h" }, "key=k")).toEqual({ key: "h", project: "shop" });
  expect(keyOf({}, "")).toBeUndefined();
});
