import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { type Call, call } from "./api.js";
import { A, type RunningWorld, runningWorld } from "./running-world.js";
import { until } from "./until.js";

const MB = 1024 * 1024;
/** Above what a process has in the calm: a body of 20 MB, its text, and what nobody has tidied up yet. */
const MEMORY_MB_MAX = 175;
const shell = promisify(execFile);

let world: RunningWorld;
let pids: (number | null)[];
let calmMb = 0;
let peakMb = 0;
let isWatching = true;
let watching: Promise<void>;

beforeAll(async () => {
  world = await runningWorld();
  const { regions } = await world.status();
  pids = regions.map(({ pid }) => pid);
  watching = watchMemory(pids.map(String));
});
afterAll(() => world.dispose());

/** Notes the most memory any of the processes has, over and over, until told to stop. */
async function watchMemory(processes: readonly string[]): Promise<void> {
  while (isWatching) {
    const { stdout } = await shell("ps", ["-o", "rss=", "-p", processes.join(",")]);
    const sizes = stdout
      .trim()
      .split(/\s+/)
      .map((kb) => Number(kb) / 1024);
    peakMb = Math.max(peakMb, ...sizes);
    calmMb ||= peakMb;
  }
}

const ERRORS = "/v0/projects/bad/errors";
const GOOD = JSON.stringify({ errors: [{ type: "TypeError", message: "good" }] });
const json = (body: Call["body"], headers: Call["headers"] = {}): Call => ({
  method: "POST",
  headers: { "content-type": "application/json", ...headers },
  ...(body === undefined ? {} : { body }),
});
const gzipped = { "content-encoding": "gzip" };
const nested = (open: string, close: string, levels: number): string =>
  open.repeat(levels) + close.repeat(levels);
/** 1 MB that becomes 1 GB: a gzip file may have many members. */
const BOMB = new Uint8Array(
  Buffer.concat(Array(64).fill(gzipSync(Buffer.alloc(16 * MB, " "), { level: 9 }))),
);
const inMessage = (bytes: readonly number[]): Uint8Array<ArrayBuffer> => {
  const [before = "", after = ""] = GOOD.split("good");
  return new Uint8Array([...Buffer.from(before), ...bytes, ...Buffer.from(after)]);
};

const Refusal = z.union([
  z.object({ errors: z.tuple([z.object({ message: z.string().min(1), code: z.string() })]) }),
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string().min(1),
    code: z.string(),
  }),
]);

/** Sends it with the master key unless it says otherwise, and gives back status and code. */
async function refusal(path: string, request: Call): Promise<[number, string]> {
  const { status, text } = await call(world.api(A).url + path, { key: world.masterKey, ...request });
  const told = Refusal.parse(JSON.parse(text));
  return [status, "errors" in told ? told.errors[0].code : told.code];
}

const FACTS: readonly [what: string, path: string, request: () => Call, status: number, code: string][] = [
  ["no JSON", ERRORS, () => json("hello"), 400, "invalid_json"],
  ["nothing at all", ERRORS, () => json(""), 400, "invalid_json"],
  ["NaN", ERRORS, () => json(GOOD.replace('"good"', "NaN")), 400, "invalid_json"],
  ["bytes that are not UTF-8", ERRORS, () => json(inMessage([0xff, 0xfe, 0xc0])), 400, "invalid_json"],
  ["lists in lists, two million deep", ERRORS, () => json(nested("[", "]", 2_000_000)), 400, "invalid_json"],
  [
    "objects in objects",
    ERRORS,
    () => json(`${nested('{"a":', "", 500_000)}1${"}".repeat(500_000)}`),
    400,
    "invalid_json",
  ],
  ["JSON without errors", ERRORS, () => json('{"errors":[]}'), 400, "no_errors"],
  ["a list nobody can read", ERRORS, () => json(nested("[", "]", 5000)), 400, "no_errors"],
  ["a wrong key", ERRORS, () => ({ ...json(GOOD), key: "wrong" }), 403, "wrong_key"],
  ["no key", ERRORS, () => ({ ...json(GOOD), key: "" }), 403, "no_key"],
  ["6 MB", ERRORS, () => json(GOOD.replace("good", "x".repeat(6 * MB))), 413, "too_large"],
  ["a bomb", ERRORS, () => json(BOMB, gzipped), 413, "too_large"],
  [
    "too many errors",
    ERRORS,
    () => json(JSON.stringify({ errors: Array(10_001).fill({ type: "E" }) })),
    413,
    "too_large",
  ],
  ["no gzip, and no JSON", ERRORS, () => json("PK\u0003\u0004", gzipped), 400, "broken_encoding"],
  [
    "an unknown encoding",
    ERRORS,
    () => json("PK\u0003\u0004", { "content-encoding": "zip" }),
    415,
    "unsupported_encoding",
  ],
  ["a name with a slash", "/v0/projects/a%2Fb/errors", () => json(GOOD), 400, "bad_project_name"],
  [
    "a name of 257 bytes",
    `/v0/projects/${"x".repeat(257)}/errors`,
    () => json(GOOD),
    400,
    "bad_project_name",
  ],
  [
    "an unknown status",
    `${ERRORS}/good`,
    () => ({ ...json('{"status":"done"}'), method: "PATCH" }),
    400,
    "bad_request",
  ],
  ["an unknown status to list", `${ERRORS}?status=done`, () => ({}), 400, "bad_request"],
  ["the same on /v1", "/v1/projects/bad/issues?status=done", () => ({}), 422, "bad_request"],
  ["a limit that is no number", "/v1/projects/bad/issues?limit=all", () => ({}), 422, "bad_request"],
  ["a cursor of somebody else", "/v1/projects/bad/issues?cursor=abc", () => ({}), 400, "bad_cursor"],
  ["a project that is not there", "/v1/projects/none/issues", () => ({}), 404, "project_not_found"],
  ["an issue that is not there", "/v1/projects/bad/issues/iss_none", () => ({}), 404, "issue_not_found"],
  ["an address that is not there", "/v1/nothing", () => ({}), 404, "route_not_found"],
  ["/v1 without a key", "/v1/projects", () => ({ key: "" }), 401, "no_key"],
  ["/v1 with a wrong key", "/v1/projects", () => ({ key: "wrong" }), 403, "wrong_key"],
  [
    "a new name with a slash on /v1",
    "/v1/projects/a%2Fb",
    () => ({ ...json("{}"), method: "PUT" }),
    400,
    "bad_project_name",
  ],
  [
    "a text where JSON is due",
    "/v1/projects/bad",
    () => ({ method: "PATCH", body: "{}", headers: { "content-type": "text/plain" } }),
    415,
    "unsupported_media_type",
  ],
];

test("the bomb is one", () => {
  expect(BOMB.length).toBeLessThan(1.2 * MB);
});

test("a project with an error, to try it on", async () => {
  expect((await world.api(A).post("bad", GOOD)).status).toBe(201);
  await until("the issue is there", async () => (await world.api(A).issues("bad"))[0]);
});

test.each(FACTS)("%s", async (_what, path, request, status, code) => {
  expect(await refusal(path, request())).toEqual([status, code]);
});

test("a client key may not read, a project's key may not post elsewhere, and a revoked one may nothing", async () => {
  expect(await refusal("/v1/projects", { key: world.clientKey })).toEqual([403, "not_allowed"]);
  const keys = `${world.api(A).url}/v1/projects/bad/keys`;
  const made = await call(keys, { key: world.masterKey, ...json('{"label":"story"}') });
  expect(made.status).toBe(201);
  const { id, key } = z.object({ id: z.string(), key: z.string() }).parse(JSON.parse(made.text));
  const good = await call(world.api(A).url + ERRORS, { ...json(GOOD), key });
  expect(good.status).toBe(201);
  expect(await refusal("/v0/projects/other/errors", { ...json(GOOD), key })).toEqual([403, "not_allowed"]);

  expect((await call(`${keys}/${id}`, { method: "DELETE", key: world.masterKey })).status).toBe(204);
  await until("the key is forgotten", async () => {
    expect(await refusal(ERRORS, { ...json(GOOD), key })).toEqual([403, "wrong_key"]);
    return true;
  });
});

test("five bombs and five large bodies at once: all are answered", async () => {
  const large = GOOD.replace("good", "x".repeat(4 * MB));
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, place) =>
      until("an answer for good", async () => {
        const answer = await call(world.api(A).url + ERRORS, {
          ...(place % 2 === 0 ? json(BOMB, gzipped) : json(large)),
          key: world.clientKey,
        });
        // On a busy machine its table may take longer than a request is given.
        return answer.status === 503 ? undefined : answer;
      }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(
    answers.map((_, place) => (place % 2 === 0 ? 413 : 201)),
  );
});

test(`after all this the same processes run, never ${MEMORY_MB_MAX} MB above the calm, and take errors`, async () => {
  expect((await world.api().post("bad", GOOD)).status).toBe(201);
  isWatching = false;
  await watching;
  const { regions } = await until("both are healthy", async () => {
    const status = await world.status();
    return status.regions.every(({ healthy }) => healthy) ? status : undefined;
  });
  expect(regions.map(({ pid }) => pid)).toEqual(pids);
  expect(calmMb).toBeGreaterThan(30);
  expect(peakMb - calmMb).toBeLessThan(MEMORY_MB_MAX);
});
