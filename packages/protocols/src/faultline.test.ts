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
