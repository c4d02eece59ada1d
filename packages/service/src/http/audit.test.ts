import { type HttpWorld, httpWorld, JSON_TYPE, MASTER, NOW, oneError } from "@faultline/testing/http-world";
import { MASTER_KEY, memoryRegion, replicate } from "@faultline/testing/memory-world";
import { personIn } from "@faultline/testing/person-in";
import { privateAddresses } from "@faultline/testing/private-routes";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { type Ports, Unavailable } from "../ports.js";
import { auditPartition } from "../table/layout.js";
import { createApp } from "./app.js";

const Line = z.looseObject({
  at: z.string(),
  by: z.string(),
  did: z.string(),
  status: z.number().optional(),
});
const Page = z.object({ lines: z.array(Line), cursor: z.string().nullable() });

let world: HttpWorld;
beforeEach(async () => {
  world = httpWorld();
  await world.post(oneError());
  await world.region.settle();
});

const audit = (query = "") => world.get(`/v1/audit${query}`, Page);
const stored = async (): Promise<number> =>
  (await world.region.ports.log.query({ pk: auditPartition })).items.length;

test("every route that changes something writes one line of who, what and where, whatever comes of it", async () => {
  const changing = privateAddresses(world).filter(({ method }) => method !== "GET");
  expect(changing.length).toBeGreaterThan(50);
  const without: string[] = [];
  for (const { method, address, route } of changing) {
    const isOwn = address.startsWith("/v1/account");
    // What is somebody's own they alone may ask for.
    const headers = isOwn
      ? { ...JSON_TYPE, cookie: (await personIn(world, { role: "viewer", name: "Ada" })).cookie }
      : MASTER;
    world.clock.set(world.clock.now() + 1);
    const before = await stored();
    const { status } = await world.app.request(address, { method, headers, body: "{}" });
    const [line] = (await audit("?limit=1")).lines;
    const by = isOwn ? "Ada" : "master key";
    const told = { by, did: route.replace(/:(\w+)(\{[^}]*\})?/g, "{$1}"), status };
    const isThere = (await stored()) === before + 1 && line && matches(line, told);
    if (!isThere) without.push(`${method} ${address}: ${JSON.stringify(line)}`);
    // The latest line is the first one only when no two have one time.
    world.clock.set(world.clock.now() + 1);
  }
  expect(without).toEqual([]);
});

const matches = (line: Record<string, unknown>, told: Record<string, unknown>): boolean =>
  Object.entries(told).every(([name, value]) => line[name] === value);

test("what is only read, or only refused, writes none", async () => {
  for (const { method, address } of privateAddresses(world)) {
    if (method === "GET") await world.app.request(address, { headers: MASTER });
    await world.app.request(address, { method, headers: { "x-api-key": "a wrong key", ...JSON_TYPE } });
    world.clock.set(world.clock.now() + 60_000);
  }
  expect(await stored()).toBe(0);
});

test("a line says who decided what, from where, when; and nothing that was sent in confidence", async () => {
  const [issue] = await world.issuesOf();
  const path = `/v1/projects/shop/issues/${issue?.id}`;
  const headers = { ...MASTER, "x-forwarded-for": "192.0.2.1", "user-agent": "curl/8" };
  await world.change(path, "PATCH", { status: "resolved" }, headers);
  world.clock.set(NOW + 1000);
  const notifications = [{ type: "slack", endpoint: "https://hooks.slack.com/services/T0/B0/confidential" }];
  await world.change("/v1/projects/shop/notifications", "PUT", { notifications }, headers);
  const { lines } = await audit();
  expect(lines[1]).toEqual({
    at: "2026-11-24T12:00:00.000Z",
    by: "master key",
    byId: "master",
    did: "PATCH /v1/projects/{project}/issues/{issue}",
    path,
    project: "shop",
    detail: { status: "resolved" },
    from: "192.0.2.1",
    agent: "curl/8",
    region: "us-east-1",
    status: 200,
  });
  const { items } = await world.region.ports.log.query({ pk: auditPartition });
  expect(JSON.stringify([lines, items])).not.toContain("confidential");
  expect(items.map(({ x }) => x)).toEqual([NOW / 1000 + 90 * 86_400, NOW / 1000 + 1 + 90 * 86_400]);
});

test("signing in and out has its lines, and so has the making and ending of a token, by its own name", async () => {
  const signIn = { method: "POST", headers: JSON_TYPE, body: JSON.stringify({ key: MASTER_KEY }) };
  const cookie =
    (await world.app.request("/v1/session", signIn)).headers.get("set-cookie")?.split(";")[0] ?? "";
  const at = (milliseconds: number) => world.clock.set(NOW + milliseconds);
  at(1);
  await world.app.request("/v1/session", { method: "DELETE", headers: { cookie } });
  at(2);
  const made = await world.change("/v1/tokens", "POST", {
    scopes: ["manage"],
    project: "shop",
    name: "deputy",
  });
  const { id, token } = z.object({ id: z.string(), token: z.string() }).parse(await made.json());
  at(3);
  await world.change(`/v1/tokens/${id}`, "DELETE", undefined, { "x-api-key": token });
  const told = (await audit()).lines.map(({ by, did, project, detail, status }) => [
    by,
    did,
    project,
    detail,
    status,
  ]);
  expect(told.reverse()).toEqual([
    ["master key", "POST /v1/session", undefined, undefined, 201],
    ["master key", "DELETE /v1/session", undefined, undefined, 204],
    ["master key", "POST /v1/tokens", "shop", { token: id, name: "deputy", scopes: ["manage"] }, 201],
    ["token deputy", "DELETE /v1/tokens/{token}", "shop", { token: id, name: "deputy" }, 204],
  ]);
});

test("all pages together hold every line once, as JSON lines too, between two times, in both regions", async () => {
  const other = memoryRegion({ region: "us-west-2", clock: world.clock, seed: 2 });
  for (let place = 0; place < 25; place++) {
    world.clock.set(NOW + place * 1000);
    await world.change("/v1/projects/shop", "PATCH", { displayName: `Shop ${place}` });
  }
  await replicate(world.region, other);
  const app = createApp(other.ports, {
    healthy: async () => true,
    peerHealthy: async () => true,
    staleMilliseconds: 5000,
  });
  const names: unknown[] = [];
  let next: string | undefined = "/v1/audit?format=jsonl&limit=7";
  while (next) {
    const answer: Response = await app.request(next, { headers: MASTER });
    expect(answer.headers.get("content-type")).toBe("application/jsonl; charset=utf-8");
    const rows = (await answer.text()).split("\n").filter((row) => row !== "");
    names.push(
      ...rows.map(
        (row) =>
          z.looseObject({ detail: z.object({ displayName: z.string() }) }).parse(JSON.parse(row)).detail
            .displayName,
      ),
    );
    next = /^<(.+)>; rel="next"$/.exec(answer.headers.get("link") ?? "")?.[1];
  }
  expect(names).toEqual(Array.from({ length: 25 }, (_, place) => `Shop ${24 - place}`));
  const [from, to] = [NOW + 3000, NOW + 5000].map((at) => new Date(at).toISOString());
  expect((await audit(`?from=${from}&to=${to}`)).lines).toHaveLength(3);
});

test("who manages one project sees its lines alone, page after page", async () => {
  await world.post(oneError(), {}, "other");
  const made = await world.change("/v1/tokens", "POST", { scopes: ["manage"], project: "shop" });
  const { token } = z.object({ token: z.string() }).parse(await made.json());
  for (let place = 0; place < 6; place++) {
    world.clock.set(NOW + place);
    const project = place % 2 === 0 ? "shop" : "other";
    await world.change(`/v1/projects/${project}`, "PATCH", { displayName: `${project} ${place}` });
  }
  const seen: unknown[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const path: string = `/v1/audit?limit=2${cursor && `&cursor=${cursor}`}`;
    const page = Page.parse(
      await (await world.app.request(path, { headers: { "x-api-key": token } })).json(),
    );
    seen.push(...page.lines.map(({ project }) => project));
    cursor = page.cursor;
  }
  expect(seen).toEqual(["shop", "shop", "shop", "shop"]);
});

test("nothing is done that the audit cannot be told of", async () => {
  const { ports } = world.region;
  const { get, getMany, query, scan, transact } = ports.log;
  const put: Ports["log"]["put"] = async (item, condition) => {
    if (item.pk === auditPartition) throw new Unavailable("full");
    return ports.log.put(item, condition);
  };
  const log = { get, getMany, query, scan, transact, put };
  const app = createApp(
    { ...ports, log },
    { healthy: async () => true, peerHealthy: async () => true, staleMilliseconds: 5000 },
  );
  expect((await app.request("/v1/projects/shop", { method: "DELETE", headers: MASTER })).status).toBe(503);
  expect((await app.request("/v1/projects/shop", { headers: MASTER })).status).toBe(200);
});
