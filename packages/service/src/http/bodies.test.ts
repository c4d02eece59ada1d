import {
  brotliCompressSync,
  brotliDecompressSync,
  constants,
  deflateSync,
  gunzipSync,
  gzipSync,
} from "node:zlib";
import { protocols } from "@faultline/protocols/all";
import { type HttpWorld, httpWorld, oneError, projectKey } from "@faultline/testing/http-world";
import { CLIENT_KEY } from "@faultline/testing/memory-world";
import { beforeEach, expect, test } from "vitest";

let world: HttpWorld;
let key: string;
beforeEach(async () => {
  world = httpWorld();
  key = await projectKey(world);
});

const MEGABYTE = 2 ** 20;
const NONE: Record<string, string> = {};
const ERRORS = "/v0/projects/shop/errors";

/** A body that is sent piece by piece as long as it is asked for, and never ends. */
function endless(piece: Uint8Array, pieces = Number.POSITIVE_INFINITY) {
  const taken = { bytes: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (taken.bytes / piece.length >= pieces) return new Promise(() => undefined);
        taken.bytes += piece.length;
        controller.enqueue(piece);
      },
      cancel() {
        taken.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, taken };
}

const post = async (
  path: string,
  body: Uint8Array<ArrayBuffer> | ReadableStream,
  headers: Record<string, string> = {},
): Promise<Response> =>
  world.app.request(
    new Request(`http://localhost${path}`, { method: "POST", headers, body, duplex: "half" }),
  );

test.each(protocols.map(({ name, paths }) => ({ name, path: (paths[0] ?? "").replace(/:\w+/g, "shop") })))(
  "$name: of a body without a key that is known, no more than its beginning is read",
  async ({ path }) => {
    const wrong = { "x-api-key": "nobody", "x-apikey": "nobody", "bugsnag-api-key": "nobody" };
    for (const headers of [NONE, wrong]) {
      const { body, taken } = endless(Buffer.alloc(16 * 1024, "["));
      const { status } = await post(path || "/", body, headers);
      expect([401, 403]).toContain(status);
      expect(taken.bytes).toBeLessThanOrEqual(128 * 1024);
    }
  },
);

const rollbarItem = (token: string) => ({
  access_token: token,
  data: { body: { message: { body: "it broke" } }, custom: { long: "x".repeat(200_000) } },
});

test.each([
  ["as it is", (json: string) => Buffer.from(json), {}],
  ["compressed", (json: string) => gzipSync(json), { "content-encoding": "gzip" }],
  ["compressed by brotli", (json: string) => brotliCompressSync(json), { "content-encoding": "br" }],
  ["in a form", (json: string) => Buffer.from(`payload=${encodeURIComponent(json)}`), {}],
])("a key that only the body has is found in what the body begins with: %s", async (_, encoded, headers) => {
  const sent = async (token: string) =>
    (await post("/api/1/item", encoded(JSON.stringify(rollbarItem(token))), headers)).status;
  expect(await sent(key)).toBe(200);
  expect(await sent("0".repeat(32))).toBe(403);
});

test("half-sent bodies of one address leave room for everybody else, and are told to come back", async () => {
  const hog = { "x-api-key": CLIENT_KEY, "x-forwarded-for": "203.0.113.7" };
  const uploads = Array.from({ length: 60 }, () => endless(Buffer.alloc(MEGABYTE), 4));
  const answers = uploads.map(({ body }) => post(ERRORS, body, hog));
  const first = await Promise.race(answers);
  expect(first.status).toBe(503);
  expect(first.headers.get("retry-after")).toBe("2");
  expect(await first.json()).toMatchObject({ errors: [{ code: "busy" }] });
  const honest = await world.post(oneError("mine"), { "x-forwarded-for": "198.51.100.1" });
  expect(honest.status).toBe(201);
  const held = uploads.filter(({ taken }) => !taken.isCancelled);
  const heldBytes = held.reduce((sum, { taken }) => sum + taken.bytes, 0);
  expect(heldBytes).toBeLessThanOrEqual(65 * MEGABYTE);
});

const EVENT = '{"event_id":"a794157807b7608af8a9991eb22cddb5","message":"attach"}';
const attached = (bytes: number): Buffer<ArrayBuffer> =>
  Buffer.concat([
    Buffer.from(`{}\n{"type":"event"}\n${EVENT}\n{"type":"attachment","length":${bytes}}\n`),
    Buffer.alloc(bytes, "a"),
  ]);

test.each([
  ["6 MB", attached(6_000_000), {}],
  ["25 MB", attached(25_000_000), {}],
  ["25 MB, compressed", gzipSync(attached(25_000_000)), { "content-encoding": "gzip" }],
])("an attachment that is too large is dropped, its event is kept: %s", async (_, body, headers) => {
  expect((await post(`/api/42/envelope?sentry_key=${key}`, body, headers)).status).toBe(200);
  expect((await world.issuesOf()).map(({ message }) => message)).toEqual(["attach"]);
});

/** Bytes that no encoding makes less of. */
const NOISE = new Uint8Array(7_000_000);
for (let at = 0, last = 1; at < NOISE.length; at++) {
  last = (Math.imul(last, 1_664_525) + 1_013_904_223) >>> 0;
  NOISE[at] = last >>> 24;
}
const FAST = { params: { [constants.BROTLI_PARAM_QUALITY]: 0 } };
const before = (bytes: number, { isTold }: { isTold: boolean }): Buffer<ArrayBuffer> =>
  Buffer.concat([
    Buffer.from(`{}\n{"type":"attachment"${isTold ? `,"length":${bytes}` : ""}}\n`),
    Buffer.alloc(bytes, NOISE),
    Buffer.from(`\n{"type":"event","length":${EVENT.length}}\n${EVENT}\n`),
  ]);

test.each([
  ["with its length, 6 MB", before(6_000_000, { isTold: true }), {}],
  ["with its length, 30 MB", before(30_000_000, { isTold: true }), {}],
  ["without its length, 6 MB", before(6_000_000, { isTold: false }), {}],
  ["compressed to little", gzipSync(before(25_000_000, { isTold: true })), { "content-encoding": "gzip" }],
  [
    "compressed to much",
    gzipSync(before(30_000_000, { isTold: false }), { level: 0 }),
    { "content-encoding": "gzip" },
  ],
  ["by brotli", brotliCompressSync(before(7_000_000, { isTold: true }), FAST), { "content-encoding": "br" }],
  ["whose header was lost", gzipSync(before(25_000_000, { isTold: true })), {}],
])("an event behind an attachment that is too large is kept: %s", async (_, body, headers) => {
  const answer = await post(`/api/42/envelope?sentry_key=${key}`, body, headers);
  expect(answer.status, await answer.text()).toBe(200);
  expect((await world.issuesOf()).map(({ message }) => message)).toEqual(["attach"]);
});

test("what goes on beyond 32 MB is refused where no event stood before, and never held", async () => {
  const { body, taken } = endless(Buffer.alloc(MEGABYTE, `{}\n{"type":"attachment"}\n`));
  const answer = await post(`/api/42/envelope?sentry_key=${key}`, body, { "x-forwarded-for": "203.0.113.9" });
  expect(answer.status).toBe(413);
  expect(taken.bytes).toBeLessThan(40 * MEGABYTE);
});

test("an event that is too large for the older endpoint is refused", async () => {
  const large = Buffer.from(`{"message":"${"x".repeat(6_000_000)}"}`);
  expect((await post(`/api/42/store?sentry_key=${key}`, large)).status).toBe(413);
});

test("an event that is itself too large is refused", async () => {
  const large = Buffer.from(`{}\n{"type":"event"}\n{"message":"${"x".repeat(6_000_000)}"}`);
  expect((await post(`/api/42/envelope?sentry_key=${key}`, large)).status).toBe(413);
});

test.each([
  ["gzip whose header was lost", gzipSync(EVENT), {}],
  ["zlib whose header was lost", deflateSync(EVENT), {}],
  ["a header of what a proxy has decompressed", Buffer.from(EVENT), { "content-encoding": "gzip" }],
  ["the same of brotli", Buffer.from(` {"message": "m"}`), { "content-encoding": "br" }],
])("what a body begins with tells how it is packed: %s", async (_, body, headers) => {
  expect((await post(`/api/42/store?sentry_key=${key}`, body, headers)).status).toBe(200);
  expect(await world.issuesOf()).toHaveLength(1);
});

test("an id of zeros alone stands for no id: two such events are two", async () => {
  const id = "0".repeat(32);
  for (const message of ["one", "two"])
    await post(`/api/42/store?sentry_key=${key}`, Buffer.from(JSON.stringify({ event_id: id, message })));
  expect(await world.issuesOf()).toHaveLength(2);
});

const ZEROS = Buffer.alloc(20 * MEGABYTE - 100, " ");
const UNPACK = { br: brotliDecompressSync, gzip: gunzipSync };
const BOMBS = {
  br: brotliCompressSync(ZEROS, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: gzipSync(ZEROS),
};

test.each(["br", "gzip"] as const)("a bomb of %s is refused before it has grown", async (encoding) => {
  const sent = async () =>
    post(ERRORS, BOMBS[encoding], { "x-api-key": CLIENT_KEY, "content-encoding": encoding });
  const unpacked = async () => UNPACK[encoding](BOMBS[encoding]);
  /** The least of six: what else the process has to tidy up falls on some of them. */
  const costOf = async (work: () => Promise<unknown>): Promise<number> => {
    let least = Number.POSITIVE_INFINITY;
    for (let count = 0; count < 6; count++) {
      const before = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(before);
      least = Math.min(least, user + system);
    }
    return least;
  };
  // Against what all twenty megabytes take on the same machine, so that a slow one changes nothing.
  const refused = await costOf(async () => expect((await sent()).status).toBe(413));
  expect(refused).toBeLessThan((await costOf(unpacked)) * 0.75);
});

test("eighty bombs of one address do not keep another's compressed error waiting behind them", async () => {
  const order: string[] = [];
  const bombs = Array.from({ length: 80 }, async () => {
    await post(ERRORS, BOMBS.br, {
      "x-api-key": CLIENT_KEY,
      "content-encoding": "br",
      "x-forwarded-for": "203.0.113.7",
    });
    order.push("bomb");
  });
  const honest = post(ERRORS, gzipSync(JSON.stringify(oneError())), {
    "x-api-key": CLIENT_KEY,
    "content-encoding": "gzip",
    "content-type": "application/json",
    "x-forwarded-for": "198.51.100.1",
  }).then(({ status }) => order.push(`honest ${status}`));
  await Promise.all([...bombs, honest]);
  expect(order.indexOf("honest 201")).toBeLessThan(20);
});

test("a body in pieces of a byte is ended early: each costs more than it brings; small ones are taken", async () => {
  const { body, taken } = endless(new Uint8Array([0x20]));
  const headers = { "x-api-key": key, "content-type": "application/json" };
  const answer = await world.app.request(ERRORS, { method: "POST", headers, body, duplex: "half" });
  expect([answer.status, taken.isCancelled]).toEqual([400, true]);
  expect(taken.bytes).toBeLessThan(5_000);
  const text = Buffer.from(JSON.stringify(oneError("x".repeat(300_000))));
  const pieces = Array.from({ length: Math.ceil(text.length / 64) }, (_, place) =>
    text.subarray(64 * place, 64 * place + 64),
  );
  const small = ReadableStream.from(pieces);
  const kept = await world.app.request(ERRORS, { method: "POST", headers, body: small, duplex: "half" });
  expect(kept.status).toBe(201);
});
