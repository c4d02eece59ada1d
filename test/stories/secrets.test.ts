import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { openStore } from "@faultline/local/storage/lmdb-store";
import { collect } from "@faultline/service/table/query-all";
import { scanAll } from "@faultline/service/table/scan-all";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { type Answer, call } from "./api.js";
import { A, B, REGIONS, type RegionName, type RunningWorld, runningWorld } from "./running-world.js";

/** The one file that holds keys, for their owner alone. */
const KEYS_FILE = "keys.json";
const KEPT = "this sentence is no secret and stays";

let world: RunningWorld;

beforeAll(async () => {
  world = await runningWorld();
});
afterAll(() => world.dispose());

/** Random, so that no chance puts it anywhere, and plain, so that nothing about its looks gives it away. */
const canary = (): string => `k${randomBytes(12).toString("hex")}`;

const SECRETS = {
  "a password in params": canary(),
  "a password deep in params": canary(),
  "a token in a session": canary(),
  "a cookie": canary(),
  "an authorization header": canary(),
  "an API key in the environment": canary(),
  "a password in an address": canary(),
  "a password in a message": canary(),
  "a webhook": canary(),
  "a token of a notification": canary(),
  "a key that is wrong": canary(),
  "a key in the address": canary(),
};

const error = (message: string) => ({
  type: "LoginError",
  message: `${message} (password=${SECRETS["a password in a message"]})`,
  backtrace: [{ file: "login.js", function: "login", line: 3 }],
});

const body = (errors: readonly object[]) => ({
  errors,
  params: {
    note: KEPT,
    password: SECRETS["a password in params"],
    form: { steps: [{ user: { newPassword: SECRETS["a password deep in params"] } }] },
    headers: { Cookie: SECRETS["a cookie"], Authorization: `Bearer ${SECRETS["an authorization header"]}` },
  },
  session: { access_token: SECRETS["a token in a session"] },
  environment: {
    HTTP_COOKIE: `session=${SECRETS["a cookie"]}`,
    HTTP_AUTHORIZATION: `Basic ${SECRETS["an authorization header"]}`,
    STRIPE_API_KEY: SECRETS["an API key in the environment"],
  },
  context: { url: `https://anna:${SECRETS["a password in an address"]}@shop.example/login` },
  notifications: [
    {
      type: "slack",
      endpoint: `https://hooks.slack.example/services/T1/B2/${SECRETS["a webhook"]}`,
      channel: "#x",
    },
    { type: "github", userToken: SECRETS["a token of a notification"], owner: "shop", repo: "shop" },
  ],
});

function post(region: RegionName, key: string, errors: readonly object[]): Promise<Answer> {
  const query = `?key=${SECRETS["a key in the address"]}`;
  return call(`${world.api(region).url}/v0/projects/login/errors${query}`, {
    method: "POST",
    key,
    headers: { "content-type": "application/json", cookie: `session=${SECRETS["a cookie"]}` },
    body: JSON.stringify(body(errors)),
  });
}

async function projectKey(): Promise<string> {
  const { status, text } = await call(`${world.api(A).url}/v1/projects/login/keys`, {
    method: "POST",
    key: world.masterKey,
    headers: { "content-type": "application/json" },
    body: '{"label":"story"}',
  });
  expect(status).toBe(201);
  return z.object({ key: z.string() }).parse(JSON.parse(text)).key;
}

interface Stored {
  readonly where: string;
  readonly bytes: Uint8Array;
}

/** Every file of the data folder, as it is. */
async function files(): Promise<Stored[]> {
  const entries = await readdir(world.dataFolder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(paths.map(async (where) => ({ where, bytes: await readFile(where) })));
}

/** What is compressed, as it reads: the packs in a region's table, and its blobs. */
async function packs(region: RegionName, all: readonly Stored[]): Promise<Stored[]> {
  const store = openStore({ path: join(world.dataFolder, region), region, clock: { now: Date.now } });
  const items = await collect(scanAll(store.log.table));
  await store.close();
  const inTable = items.flatMap(({ pk, z: bytes }) =>
    bytes instanceof Uint8Array ? [{ where: pk, bytes }] : [],
  );
  const blobs = all.filter(({ where }) => where.includes(join(region, "blobs")));
  return [...inTable, ...blobs].map(({ where, bytes }) => ({ where, bytes: brotliDecompressSync(bytes) }));
}

test("no key, webhook, password, cookie or authorization is anywhere in the data folder", async () => {
  expect((await post(A, world.clientKey, [error("login failed")])).status).toBe(201);
  const ownKey = await projectKey();
  // A key made in one region is not known in the other before replication has brought it.
  await world.settled();
  // So much that does not compress that the pack goes past the table, into a blob.
  const many = Array.from({ length: 60 }, () => error(randomBytes(1500).toString("base64")));
  expect((await post(B, ownKey, many)).status).toBe(201);
  expect((await post(B, SECRETS["a key that is wrong"], [error("login failed")])).status).toBe(403);
  await world.settled();
  for (const region of REGIONS) expect((await world.api(region).issues("login")).length).toBeGreaterThan(0);
  await world.end();

  const all = await files();
  const readable = [...all, ...(await packs(A, all)), ...(await packs(B, all))];
  const keys = {
    "the master key": world.masterKey,
    "the client key": world.clientKey,
    "the project's key": ownKey,
  };
  const found = (secrets: Readonly<Record<string, string>>, where: readonly Stored[]): string[] =>
    where.flatMap((stored) =>
      Object.entries(secrets)
        .filter(([, secret]) => Buffer.from(stored.bytes).includes(secret))
        .map(([what]) => `${what} in ${stored.where}`),
    );
  // What may be kept is found in each region, in the table and in the blob: so would be what may not.
  expect(found({ kept: KEPT }, readable)).toHaveLength(4);
  expect(found({ keys: world.masterKey }, all)).toEqual([`keys in ${join(world.dataFolder, KEYS_FILE)}`]);
  expect(found(SECRETS, readable)).toEqual([]);
  expect(
    found(
      keys,
      readable.filter(({ where }) => !where.endsWith(KEYS_FILE)),
    ),
  ).toEqual([]);
});
