import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { capturedRequest } from "./captured-request.js";
import { faultline } from "./faultline.js";

const folder = new URL("../fixtures/faultline/", import.meta.url);
const cases = readdirSync(folder).filter((name) => name.endsWith(".json") && !name.endsWith(".report.json"));

for (const name of cases) {
  const captured = capturedRequest(readFileSync(new URL(name, folder), "utf8"));
  if (captured.method !== "POST") continue;
  test(`${name} is understood as its snapshot says`, async () => {
    const { reports, rejected } = faultline.parse(captured.request);
    expect(rejected).toEqual([]);
    await expect(`${JSON.stringify(reports, null, 2)}\n`).toMatchFileSnapshot(
      new URL(name.replace(".json", ".report.json"), folder).pathname,
    );
  });
}

const parse = (body: unknown) =>
  faultline.parse({
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
