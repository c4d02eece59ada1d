import { createServer, request } from "node:http";
import { keyHash } from "@faultline/core/id";
import { httpWorld, JSON_TYPE } from "@faultline/testing/http-world";
import { MASTER_KEY } from "@faultline/testing/memory-world";
import { serve } from "@hono/node-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { control } from "./control.js";
import type { Supervised } from "./supervisor.js";

const commands: string[] = [];
const { app } = httpWorld();
let region: ReturnType<typeof serve>;
/** What a region answers that ends before it has said all. */
const cut = createServer((_, response) => {
  response.writeHead(200, { "content-length": 1000 });
  response.write('{"signedIn":', () => response.destroy());
});
let isCut = false;
let edge: ReturnType<typeof createServer>;
let port = 0;
let cookie = "";

const portOf = (server: { address(): unknown }): number => {
  const address = server.address();
  return typeof address === "object" && address && "port" in address ? Number(address.port) : 0;
};

beforeAll(async () => {
  region = await new Promise((resolve) => {
    const starting = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, () => resolve(starting));
  });
  await new Promise<void>((resolve) => cut.listen(0, "127.0.0.1", resolve));
  const supervised: Supervised = {
    region: "us-east-1",
    get url() {
      return `http://127.0.0.1:${portOf(isCut ? cut : region)}`;
    },
    isRunning: () => true,
    isHealthy: () => true,
    passesChecks: () => true,
    isGone: () => false,
    pid: () => 1,
    start: async () => undefined,
    stop: async () => undefined,
    kill: async () => {
      commands.push("kill");
    },
    status: async () => ({ paused: false, fault: { kind: "none" } }),
    command: async () => undefined,
    close: async () => undefined,
  };
  const intercept = control([supervised], () => "us-east-1", keyHash(MASTER_KEY));
  edge = createServer((asked, response) => void intercept(asked, response));
  await new Promise<void>((resolve) => edge.listen(0, "127.0.0.1", resolve));
  port = portOf(edge);
  const answer = await app.request("/v1/session", {
    method: "POST",
    headers: JSON_TYPE,
    body: JSON.stringify({ key: MASTER_KEY }),
  });
  cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
});
afterAll(() => {
  edge.close();
  region.close();
  cut.close();
});

/** As `node:http` sends it: `fetch` would not let us choose host and origin. */
const kill = (headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const path = "/_local/regions/us-east-1/kill";
    const asking = request({ host: "127.0.0.1", port, path, method: "POST", headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asking.on("error", reject).end();
  });

const KEY = { "x-api-key": MASTER_KEY };
const own = (): Record<string, string> => ({
  origin: `http://127.0.0.1:${port}`,
  "sec-fetch-site": "same-origin",
});

test("who holds the master key, or is signed in, controls the world from this machine", async () => {
  expect(await kill(KEY)).toBe(200);
  expect(await kill({ authorization: `Bearer ${MASTER_KEY}` })).toBe(200);
  expect(await kill({ cookie, ...own() })).toBe(200);
  expect(commands).toHaveLength(3);
});

test.each([
  ["nothing", {}],
  ["a wrong key", { "x-api-key": "wrong" }],
  ["a cookie somebody made up", { cookie: "faultline_session=abc" }],
  [
    "a proxy that keeps its own host name, as nginx does, and says for whom",
    { ...KEY, "x-forwarded-for": "203.0.113.5" },
  ],
  ["a proxy that says so in the standard's way", { ...KEY, forwarded: "for=203.0.113.5" }],
  ["a proxy's own mark", { ...KEY, via: "1.1 proxy" }],
  ["a name that leads here", { ...KEY, host: "faultline.example" }],
  ["a page of another site", { ...KEY, "sec-fetch-site": "cross-site" }],
  ["a page of another port", { ...KEY, "sec-fetch-site": "same-site" }],
  ["another origin", { ...KEY, origin: "http://127.0.0.1:8080" }],
  ["a page without an origin", { ...KEY, origin: "null" }],
])("nobody else does: %s", async (_, headers) => {
  const before = commands.length;
  expect(await kill(headers)).toBe(403);
  expect(commands).toHaveLength(before);
});

test("a region that ends in the middle of its answer knows nobody, and ends nothing else", async () => {
  isCut = true;
  expect(await kill({ cookie, ...own() })).toBe(403);
  isCut = false;
  expect(await kill({ cookie, ...own() })).toBe(200);
});

test("a session that was ended controls nothing", async () => {
  await app.request("/v1/session", { method: "DELETE", headers: { cookie } });
  expect(await kill({ cookie, ...own() })).toBe(403);
});
