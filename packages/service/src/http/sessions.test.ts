import { httpWorld, JSON_TYPE, NOW } from "@faultline/testing/http-world";
import { MASTER_KEY, memoryRegion, replicate } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import * as z from "zod";
import { linkTo } from "../notify/links.js";
import { type Ports, Unavailable } from "../ports.js";
import { setupKey } from "../projects/setup-key.js";
import { makeToken } from "../projects/signed-token.js";
import { endedSessionsPartition } from "../table/layout.js";
import { createApp } from "./app.js";
import { WRONG_IN_ALL, WRONG_PER_ADDRESS } from "./wrong-keys.js";

type World = ReturnType<typeof httpWorld>;
type App = Pick<World["app"], "request">;

const signIn = async (app: App, key: string, from = "192.0.2.1") =>
  app.request("/v1/session", {
    method: "POST",
    headers: { ...JSON_TYPE, "x-forwarded-for": from },
    body: JSON.stringify({ key }),
  });

async function cookieOf(app: App): Promise<string> {
  const answer = await signIn(app, MASTER_KEY);
  expect(answer.status).toBe(201);
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

const statusWith = async (app: App, cookie: string) =>
  (await app.request("/v1/projects", { headers: { cookie } })).status;

const otherRegion = (world: World) => {
  const region = memoryRegion({ region: "us-west-2", clock: world.clock, seed: 2 });
  const app = createApp(region.ports, {
    healthy: async () => true,
    peerHealthy: async () => true,
    staleMilliseconds: 5000,
  });
  return { region, app };
};

test("who signs out is signed out: a copy of the cookie is worth nothing, in the other region within a minute", async () => {
  const world = httpWorld();
  const other = otherRegion(world);
  const [cookie, kept] = [await cookieOf(world.app), await cookieOf(world.app)];
  expect([await statusWith(world.app, cookie), await statusWith(other.app, cookie)]).toEqual([200, 200]);
  await world.app.request("/v1/session", { method: "DELETE", headers: { cookie } });
  expect(await statusWith(world.app, cookie)).toBe(401);
  await replicate(world.region, other.region);
  world.clock.set(NOW + 60_000);
  expect(await statusWith(other.app, cookie)).toBe(401);
  expect([await statusWith(world.app, kept), await statusWith(other.app, kept)]).toEqual([200, 200]);
});

test("signing out everywhere ends every session, and those that begin later are good", async () => {
  const world = httpWorld();
  const other = otherRegion(world);
  const cookies = [await cookieOf(world.app), await cookieOf(other.app)];
  const [first = ""] = cookies;
  const answer = await world.app.request("/v1/sessions", { method: "DELETE", headers: { cookie: first } });
  expect(answer.status).toBe(204);
  await replicate(world.region, other.region);
  world.clock.set(NOW + 60_000);
  for (const cookie of cookies)
    for (const { app } of [world, other]) expect(await statusWith(app, cookie)).toBe(401);
  expect(await statusWith(other.app, await cookieOf(world.app))).toBe(200);
});

const Listed = z.object({
  sessions: z.array(z.looseObject({ id: z.string(), device: z.string(), current: z.boolean() })),
});
const listed = async (app: App, cookie: string) =>
  Listed.parse(await (await app.request("/v1/sessions", { headers: { cookie } })).json()).sessions;

const CHROME =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Safari/537.36";

async function cookieFrom(app: App, agent: string): Promise<string> {
  const headers = { ...JSON_TYPE, "x-forwarded-for": "192.0.2.1", "user-agent": agent };
  const answer = await app.request("/v1/session", {
    method: "POST",
    headers,
    body: JSON.stringify({ key: MASTER_KEY }),
  });
  return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
}

test("sessions are listed with device, address and times in both regions, and one of them is ended alone", async () => {
  const world = httpWorld();
  const other = otherRegion(world);
  const chrome = await cookieFrom(world.app, CHROME);
  world.clock.set(NOW + 1000);
  const curl = await cookieFrom(world.app, "curl/8.5.0");
  await replicate(world.region, other.region);
  const seen = await listed(other.app, curl);
  expect(seen).toEqual([
    expect.objectContaining({ device: expect.stringContaining("curl"), current: true, from: "192.0.2.1" }),
    expect.objectContaining({
      device: "Chrome 128 · macOS",
      current: false,
      signedInAt: "2026-11-24T12:00:00.000Z",
    }),
  ]);
  const [, first] = seen;
  const end = () =>
    other.app.request(`/v1/sessions/${first?.id}`, { method: "DELETE", headers: { cookie: curl } });
  expect([(await end()).status, (await end()).status]).toEqual([204, 404]);
  await replicate(other.region, world.region);
  world.clock.set(NOW + 60_000);
  for (const { app } of [world, other])
    expect([await statusWith(app, chrome), await statusWith(app, curl)]).toEqual([401, 200]);
  expect((await listed(world.app, curl)).map(({ current }) => current)).toEqual([true]);
});

test("a session's id is no cookie, and a session of before they were kept goes on, unlisted, until all are ended", async () => {
  const world = httpWorld();
  const { settings } = world.region.ports;
  const earlier = { id: "earlier", at: NOW - 1000, until: NOW + 86_400_000 };
  const cookie = `faultline_session=${await makeToken(settings, "session", earlier)}`;
  expect(await statusWith(world.app, cookie)).toBe(200);
  expect(await listed(world.app, cookie)).toEqual([]);
  const [one] = await listed(world.app, await cookieOf(world.app));
  expect(await statusWith(world.app, `faultline_session=${one?.id}`)).toBe(401);
  await world.app.request("/v1/sessions", { method: "DELETE", headers: { cookie } });
  expect(await statusWith(world.app, cookie)).toBe(401);
});

test("signing out everywhere ends sessions of a region whose clock is ahead, too", async () => {
  const world = httpWorld();
  const ahead = otherRegion(world);
  world.clock.set(NOW + 600_000);
  const cookie = await cookieOf(ahead.app);
  await replicate(ahead.region, world.region);
  world.clock.set(NOW);
  await world.app.request("/v1/sessions", { method: "DELETE", headers: { "x-api-key": MASTER_KEY } });
  expect(await statusWith(world.app, cookie)).toBe(401);
});

test("while the log does not answer, whoever is signed in goes on for less than a minute", async () => {
  const world = httpWorld();
  const { ports } = world.region;
  let isDown = false;
  const { get, getMany, put, scan, transact } = ports.log;
  const query: Ports["log"]["query"] = async (asked) => {
    if (isDown && asked.pk === endedSessionsPartition) throw new Unavailable("down");
    return ports.log.query(asked);
  };
  const app = createApp(
    { ...ports, log: { get, getMany, put, scan, transact, query } },
    { healthy: async () => true, peerHealthy: async () => true, staleMilliseconds: 5000 },
  );
  const cookie = await cookieOf(app);
  expect(await statusWith(app, cookie)).toBe(200);
  isDown = true;
  world.clock.set(NOW + 45_000);
  expect(await statusWith(app, cookie)).toBe(200);
  world.clock.set(NOW + 60_000);
  expect(await statusWith(app, cookie)).toBe(503);
});

test("nobody but who may manage signs everybody out", async () => {
  const { app } = httpWorld();
  expect((await app.request("/v1/sessions", { method: "DELETE" })).status).toBe(401);
});

test("what was encrypted for something else is no session, and no fault of ours either", async () => {
  const { app, region, post } = httpWorld();
  await post({ errors: [{ type: "TypeError", message: "m" }] });
  await setupKey(region.ports, "shop");
  const encrypted = await region.ports.cipher.encrypt(Buffer.from(JSON.stringify({ key: "x" })), "setup key");
  const issue = { id: "iss_1", project: "shop" } as Parameters<typeof linkTo>[2];
  const occurrence = { event: { id: "e" } } as Parameters<typeof linkTo>[3];
  const link = await linkTo(region.ports, { linkExpires: 60 }, issue, occurrence);
  const foreign = [
    Buffer.from(encrypted).toString("base64url"),
    link.split("/").at(-1) ?? "",
    "e30",
    "%",
    "a".repeat(3000),
  ];
  for (const value of foreign) {
    expect(await statusWith(app, `faultline_session=${value}`)).toBe(401);
    expect((await app.request(`/shared/${value.replace("%", "%25")}`)).status).not.toBe(500);
  }
  const session = (await cookieOf(app)).split("=")[1];
  expect((await app.request(`/shared/${session}`)).status).toBe(404);
});

test("of a thousand wrong keys from one address ten are looked at, and then not even the right one", async () => {
  const { app, clock } = httpWorld();
  const statuses: number[] = [];
  for (let count = 0; count < 1000; count++) statuses.push((await signIn(app, `wrong ${count}`)).status);
  expect(statuses.filter((status) => status === 403)).toHaveLength(WRONG_PER_ADDRESS);
  const refused = await signIn(app, MASTER_KEY);
  expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
  const byHeader = { "x-api-key": MASTER_KEY, "x-forwarded-for": "192.0.2.1" };
  expect((await app.request("/v1/projects", { headers: byHeader })).status).toBe(429);
  expect((await app.request("/v0/projects", { headers: byHeader })).status).toBe(429);
  expect((await signIn(app, MASTER_KEY, "198.51.100.7")).status).toBe(201);
  clock.set(NOW + 60_000);
  expect((await signIn(app, MASTER_KEY)).status).toBe(201);
});

test("an address cannot be made up: what a client writes into x-forwarded-for does not count", async () => {
  const { app } = httpWorld();
  const statuses: number[] = [];
  for (let count = 0; count < 20; count++)
    statuses.push((await signIn(app, "wrong", `203.0.113.${count}, 192.0.2.1, 127.0.0.1`)).status);
  expect(statuses.filter((status) => status === 403)).toHaveLength(WRONG_PER_ADDRESS);
});

test("wrong keys from everywhere are bounded together, and lock out nobody who was there before", async () => {
  const { app } = httpWorld();
  expect((await signIn(app, MASTER_KEY, "198.51.100.7")).status).toBe(201);
  const statuses: number[] = [];
  for (let count = 0; count < 300; count++)
    statuses.push((await signIn(app, "wrong", `203.0.${count % 2}.${count}`)).status);
  expect(statuses.filter((status) => status === 403)).toHaveLength(WRONG_IN_ALL);
  expect((await signIn(app, MASTER_KEY, "198.51.100.7")).status).toBe(201);
});

test("private answers are kept by no cache, and https is said to stay https", async () => {
  const world = httpWorld();
  for (const path of ["/v1/projects", "/v1/status", "/v0/projects", "/v0/info", "/openapi.json"]) {
    const answer = await world.app.request(path, { headers: { "x-api-key": MASTER_KEY } });
    expect([path, answer.status, answer.headers.get("cache-control")]).toEqual([path, 200, "no-store"]);
    expect(answer.headers.get("strict-transport-security")).toBeNull();
  }
  const settings = { ...world.region.ports.settings, publicUrl: "https://faultline.example" };
  const app = createApp(
    { ...world.region.ports, settings },
    { healthy: async () => true, peerHealthy: async () => true, staleMilliseconds: 5000 },
  );
  const header = (await app.request("/health/live")).headers.get("strict-transport-security");
  expect(header).toMatch(/^max-age=\d{8}/);
});

test("who signs in sends a key: more is refused before it is parsed, said by its length or not", async () => {
  const { app } = httpWorld();
  const body = "[".repeat(9_000);
  const told = { method: "POST", headers: { ...JSON_TYPE, "content-length": String(body.length) }, body };
  const piecewise = {
    method: "POST",
    headers: JSON_TYPE,
    body: ReadableStream.from([Buffer.from(body)]),
    duplex: "half" as const,
  };
  for (const init of [told, piecewise]) expect((await app.request("/v1/session", init)).status).toBe(413);
  expect((await signIn(app, MASTER_KEY)).status).toBe(201);
});
