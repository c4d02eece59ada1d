import { gzipSync } from "node:zlib";
import { httpWorld, projectKey } from "@faultline/testing/http-world";
import { expect, test } from "vitest";

/** What a request may take of the processor: so much, and so much for each megabyte of what it becomes. */
const BASE_MILLISECONDS = 200;
const MEGABYTE_MILLISECONDS = 100;

const notice = (parts: object) => JSON.stringify({ errors: [{ type: "E", message: "m" }], ...parts });
const frames = (count: number, frame: unknown) => Array.from({ length: count }, () => frame);
const many = (count: number) =>
  Array.from({ length: count }, (_, place) => `"${place.toString(36)}":{}`).join(",");

const NOTICES = "/api/v3/projects/1/notices";
const ITEM = "/api/1/item";
const STORE = "/api/1/store/";

const LINE = `   at ${"(".repeat(480)}`;
const DOTNET = `System.Exception: x\n   at System.A.B() in c:line 1\n${`${LINE}\n`.repeat(400)}`;

/** A message's field that holds bytes, as protobuf writes it. */
function field(id: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size: number[] = [];
  for (let rest = content.length; size.length === 0 || rest > 0; rest >>>= 7)
    size.push((rest & 127) | (rest > 127 ? 128 : 0));
  return Buffer.concat([Buffer.from([(id << 3) | 2, ...size]), content]);
}

const attribute = field(1, field(1, Buffer.from("a")), field(2, field(1, Buffer.from("b"))));
const resource = field(1, ...Array.from({ length: 2_000 }, () => attribute));
const scopes = Array.from({ length: 5_000 }, () => field(2, field(2)));

const CASES: readonly (readonly [string, string, string | Buffer])[] = [
  ["a text without an end, of escaped quotes", ITEM, `{"a":"${'\\"'.repeat(500_000)}`],
  ["the same beside NaN", ITEM, `{"b":NaN,"a":"${'\\"'.repeat(500_000)}`],
  [
    "a root of slashes, for each of many frames",
    NOTICES,
    notice({
      errors: [{ type: "E", backtrace: frames(20_000, { file: "/a/b.js", line: 1 }) }],
      context: { rootDirectory: "/".repeat(60_000) },
    }),
  ],
  ["a language of blanks", NOTICES, notice({ context: { language: `${" ".repeat(400_000)}x` } })],
  ["a language of digits", NOTICES, notice({ context: { language: `${"1".repeat(400_000)}\nx` } })],
  ["the beginning of a token, again and again", NOTICES, notice({ params: { a: "eyJ-".repeat(400_000) } })],
  ["the same as names", NOTICES, notice({ params: { ["eyJ-".repeat(100_000)]: 1 } })],
  ["the same in a message", NOTICES, notice({ errors: [{ type: "E", message: "eyJ-".repeat(400_000) }] })],
  [
    "a hundred thousand empty frames",
    NOTICES,
    notice({ errors: [{ type: "E", backtrace: frames(100_000, {}) }] }),
  ],
  ["a hundred thousand breadcrumbs", NOTICES, notice({ context: { history: frames(100_000, {}) } })],
  ["a hundred thousand names", NOTICES, notice({ params: JSON.parse(`{${many(100_000)}}`) })],
  [
    "a hundred thousand causes",
    STORE,
    JSON.stringify({ exception: { values: frames(100_000, { type: "E" }) } }),
  ],
  [
    "printed stacks of brackets",
    ITEM,
    JSON.stringify({ data: { body: { message: { body: DOTNET }, trace_chain: [] }, stack: DOTNET } }),
  ],
  [
    "a printed stack of brackets",
    "/v1/logs",
    JSON.stringify({
      resourceLogs: [
        {
          scopeLogs: [
            {
              logRecords: frames(5, {
                severityNumber: 17,
                attributes: [
                  { key: "exception.type", value: { stringValue: "E" } },
                  { key: "exception.stacktrace", value: { stringValue: DOTNET } },
                ],
              }),
            },
          ],
        },
      ],
    }),
  ],
  [
    "a resource of many attributes, whose scopes are many",
    "/v1/logs",
    JSON.stringify({
      resourceLogs: [
        {
          resource: { attributes: frames(2_000, { key: "a", value: { stringValue: "b" } }) },
          scopeLogs: frames(5_000, { logRecords: [{}] }),
        },
      ],
    }),
  ],
  ["the same in protobuf", "/v1/logs", field(1, resource, ...scopes)],
  ["the same with the resource behind its scopes", "/v1/logs", field(1, ...scopes, resource)],
  [
    "functions whose names end in blanks",
    STORE,
    JSON.stringify({
      exception: {
        values: [
          {
            type: "E",
            stacktrace: { frames: frames(100, { filename: "a.js", function: `f${" ".repeat(20_000)}x` }) },
          },
        ],
      },
    }),
  ],
];

test.each(CASES)("%s costs what its size may cost", async (_, path, body) => {
  const world = httpWorld();
  const key = await projectKey(world);
  const headers = { authorization: `Bearer ${key}`, "x-api-key": key, "x-rollbar-access-token": key };
  const sent = { ...headers, "x-sentry-auth": `sentry_key=${key}`, "content-encoding": "gzip" };
  const packed = gzipSync(body);
  const times: number[] = [];
  for (let count = 0; count < 3; count++) {
    const before = process.cpuUsage();
    const { status } = await world.app.request(path, { method: "POST", headers: sent, body: packed });
    const { user, system } = process.cpuUsage(before);
    expect(status).toBeLessThan(500);
    times.push((user + system) / 1000);
  }
  const budget = BASE_MILLISECONDS + MEGABYTE_MILLISECONDS * (body.length / 2 ** 20);
  expect(Math.min(...times), `${Math.round(Math.min(...times))} of ${Math.round(budget)} ms`).toBeLessThan(
    budget,
  );
});
