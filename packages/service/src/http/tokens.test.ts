import { createHash } from "node:crypto";
import { type HttpWorld, httpWorld, JSON_TYPE, NOW, oneError } from "@faultline/testing/http-world";
import { memoryRegion, replicate } from "@faultline/testing/memory-world";
import { strToU8, zipSync } from "fflate";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { QUOTAS } from "../ingest/quotas.js";
import type { Right } from "../people/rights.js";
import { type Ports, Unavailable } from "../ports.js";
import { createApp } from "./app.js";

const Created = z.strictObject({ id: z.string(), token: z.string(), scopes: z.array(z.string()) });
const Listed = z.object({ tokens: z.array(z.looseObject({ id: z.string() })), cursor: z.null() });

let world: HttpWorld;
beforeEach(async () => {
  world = httpWorld();
  await world.post(oneError());
  await world.region.settle();
});

interface Wanted {
  readonly scopes: readonly Right[];
  readonly project?: string;
  readonly expiresAt?: string;
  readonly name?: string;
}

async function made(wanted: Wanted): Promise<z.infer<typeof Created>> {
  const answer = await world.change("/v1/tokens", "POST", wanted);
  expect(answer.status).toBe(201);
  return Created.parse(await answer.json());
}

const withKey = (key: string) => ({ "x-api-key": key, ...JSON_TYPE });
const codeOf = async (answer: Response) =>
  z.looseObject({ code: z.string() }).parse(await answer.json()).code;
const status = async (app: Pick<HttpWorld["app"], "request">, path: string, key: string) =>
  (await app.request(path, { headers: withKey(key) })).status;

test("a token is told once; what is listed and what is stored does not hold it", async () => {
  const { id, token, scopes } = await made({ scopes: ["triage", "read", "read"], name: " nightly job " });
  expect([token, scopes]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/), ["read", "triage"]]);
  const listed = await world.get("/v1/tokens", Listed);
  expect(listed.tokens).toEqual([
    {
      id,
      name: "nightly job",
      scopes: ["read", "triage"],
      hint: token.slice(-4),
      createdAt: "2026-11-24T12:00:00.000Z",
      createdBy: "master key",
    },
  ]);
  const { items } = await world.region.ports.log.scan();
  expect(JSON.stringify([listed, items])).not.toContain(token);
});

test("a token goes into x-api-key or Authorization: Bearer, and decides as itself", async () => {
  const { token } = await made({ scopes: ["read", "triage"], project: "shop", name: "bot" });
  const bearer = { authorization: `Bearer ${token}`, ...JSON_TYPE };
  expect((await world.app.request("/v1/projects/shop", { headers: bearer })).status).toBe(200);
  const [issue] = await world.issuesOf();
  const path = `/v1/projects/shop/issues/${issue?.id}`;
  const decided = await world.change(path, "PATCH", { status: "resolved" }, withKey(token));
  expect(await decided.json()).toMatchObject({ status: "resolved", statusBy: "token bot" });
  const deletion = { ids: [issue?.id], delete: true };
  const refused = await world.change("/v1/projects/shop/issues", "PATCH", deletion, withKey(token));
  expect([refused.status, await codeOf(refused)]).toEqual([403, "not_allowed"]);
});

test("a token for one project sees that one alone, also in lists", async () => {
  await world.post(oneError(), {}, "other");
  const { token } = await made({ scopes: ["read", "manage"], project: "shop" });
  await made({ scopes: ["read"] });
  for (const path of ["/v1/projects", "/v0/projects"]) {
    const answer = await world.app.request(path, { headers: withKey(token) });
    expect(await answer.text()).not.toContain("other");
  }
  const seen = Listed.parse(
    await (await world.app.request("/v1/tokens", { headers: withKey(token) })).json(),
  );
  expect(seen.tokens.map(({ project }) => project)).toEqual(["shop"]);
  const codes = [];
  for (const path of [
    "/v1/projects/other",
    "/v1/projects/nowhere",
    "/v1/projects/%E0%A4%A",
    "/v1/projects/sho%70",
  ])
    codes.push(await status(world.app, path, token));
  expect(codes).toEqual([403, 403, 403, 200]);
});

test("with `post` a token is taken where SDKs send their key; without, by none of them", async () => {
  const { token: poster } = await made({ scopes: ["post"], project: "shop" });
  const { token: reader } = await made({ scopes: ["read", "triage", "source-maps", "manage"] });
  const envelope = (key: string) =>
    world.app.request(`/api/1/envelope/?sentry_key=${key}`, {
      method: "POST",
      body: '{"event_id":"0123456789abcdef0123456789abcdef"}\n{"type":"event"}\n{"message":"by a token"}',
    });
  expect((await envelope(poster)).status).toBe(200);
  expect((await envelope(reader)).status).toBe(403);
  expect((await world.issuesOf()).map(({ message }) => message)).toContain("by a token");
  expect((await world.post(oneError(), { "x-api-key": poster }, "other")).status).toBe(403);
  expect((await world.post(oneError(), { "x-api-key": poster })).status).toBe(201);
  const bearer = { "x-api-key": "", authorization: `Bearer ${poster}` };
  expect((await world.post(oneError(), bearer)).status).toBe(201);
});

test("a token that posts everywhere begins projects by their first error, but few, and never posts to a built-in one", async () => {
  const { token } = await made({ scopes: ["post"] });
  const { ports } = world.region;
  const app = regionApp({
    ...ports,
    settings: { ...ports.settings, quotas: { ...QUOTAS, newProjectsPerHour: 2 } },
  });
  const post = async (project: string) => {
    const sent = { method: "POST", headers: withKey(token), body: JSON.stringify(oneError()) };
    return (await app.request(`/v0/projects/${project}/errors`, sent)).status;
  };
  const statuses = [];
  for (const project of ["one", "two", "three", "faultline"]) statuses.push(await post(project));
  expect(statuses).toEqual([201, 201, 429, 403]);
});

test("what sentry-cli calls takes a token of source-maps, for its project, and begins none", async () => {
  const { token } = await made({ scopes: ["source-maps"], project: "shop" });
  const { token: everywhere } = await made({ scopes: ["source-maps"] });
  const headers = { authorization: `Bearer ${token}`, ...JSON_TYPE };
  const bundle = zipSync({ "manifest.json": strToU8(JSON.stringify({ files: {} })) });
  const sha1 = createHash("sha1").update(bundle).digest("hex");
  const form = new FormData();
  form.append("file", new Blob([Buffer.from(bundle)]), sha1);
  const chunks = "/api/0/organizations/any/chunk-upload";
  const upload = { method: "POST", headers: { authorization: `Bearer ${token}` }, body: form };
  expect((await world.app.request(chunks, upload)).status).toBe(200);
  const assembled = (projects: string[], key = token) =>
    world.change(
      "/api/0/organizations/any/artifactbundle/assemble",
      "POST",
      { checksum: sha1, chunks: [sha1], projects },
      withKey(key),
    );
  expect((await assembled(["shop"])).status).toBe(200);
  expect((await assembled(["shop", "other"])).status).toBe(403);
  expect((await assembled(["nowhere"], everywhere)).status).toBe(404);
  const release = { version: "1.0", projects: ["shop"] };
  expect((await world.change("/api/0/organizations/any/releases", "POST", release, headers)).status).toBe(
    201,
  );
  const foreign = { version: "1.0", projects: ["other"] };
  expect((await world.change("/api/0/organizations/any/releases", "POST", foreign, headers)).status).toBe(
    403,
  );
  expect((await world.change("/v1/projects/shop", "DELETE", undefined, headers)).status).toBe(403);
});

test("a token ends when it expires, and no sooner", async () => {
  const { token } = await made({ scopes: ["read"], expiresAt: new Date(NOW + 60_000).toISOString() });
  world.clock.set(NOW + 59_999);
  expect(await status(world.app, "/v1/projects", token)).toBe(200);
  world.clock.set(NOW + 60_000);
  expect(await status(world.app, "/v1/projects", token)).toBe(403);
  const past = await world.change("/v1/tokens", "POST", {
    scopes: ["read"],
    expiresAt: "2020-01-01T00:00:00Z",
  });
  expect(past.status).toBe(422);
});

const regionApp = (ports: Ports) =>
  createApp(
    { ...ports, settings: { ...ports.settings, cacheSeconds: 60 } },
    {
      healthy: async () => true,
      peerHealthy: async () => true,
      staleMilliseconds: 5000,
    },
  );

test("a revoked token is worth nothing within a minute, in both regions, however keys are remembered", async () => {
  const other = memoryRegion({ region: "us-west-2", clock: world.clock, seed: 2 });
  const apps = [regionApp(world.region.ports), regionApp(other.ports)];
  const { id, token } = await made({ scopes: ["read"] });
  await replicate(world.region, other);
  for (const app of apps) expect(await status(app, "/v1/projects", token)).toBe(200);
  expect((await world.change(`/v1/tokens/${id}`, "DELETE")).status).toBe(204);
  expect((await world.change(`/v1/tokens/${id}`, "DELETE")).status).toBe(404);
  await replicate(world.region, other);
  world.clock.set(NOW + 59_000);
  for (const app of apps) expect(await status(app, "/v1/projects", token)).toBe(403);
  expect(await world.get("/v1/tokens", Listed)).toEqual({ tokens: [], cursor: null });
});

test("while the log does not answer, a token known for a minute may post yet, and nothing that a revoked one must not", async () => {
  const { ports } = world.region;
  let isDown = false;
  const get: Ports["log"]["get"] = async (key) => {
    if (isDown && /^C#[krt]/.test(key.pk)) throw new Unavailable("down");
    return ports.log.get(key);
  };
  const app = regionApp({ ...ports, log: { ...methodsOf(ports.log), get } });
  const { token: reader } = await made({ scopes: ["read"] });
  const { token: poster } = await made({ scopes: ["post", "read"], project: "shop" });
  expect([await status(app, "/v1/status", reader), await status(app, "/v1/status", poster)]).toEqual([
    200, 403,
  ]);
  isDown = true;
  world.clock.set(NOW + 61_000);
  expect(await status(app, "/v1/status", reader)).toBe(503);
  const wire = { method: "POST", headers: withKey(poster), body: JSON.stringify(oneError()) };
  expect((await app.request("/v0/projects/shop/errors", wire)).status).toBe(201);
  expect(await status(app, "/v1/projects/shop", poster)).toBe(403);
});

const methodsOf = ({ put, transact, getMany, query, scan, get }: Ports["log"]): Ports["log"] => ({
  put,
  transact,
  getMany,
  query,
  scan,
  get,
});

test("requests with a token write nothing but, once an hour, that it was used", async () => {
  const { token } = await made({ scopes: ["read"] });
  const before = world.region.units().log.write;
  for (let count = 0; count < 100; count++) {
    world.clock.set(NOW + count * 1000);
    await status(world.app, "/v1/projects", token);
  }
  expect(world.region.units().log.write - before).toBe(1);
  const [listed] = (await world.get("/v1/tokens", Listed)).tokens;
  expect(listed?.usedAt).toBe("2026-11-24T12:00:00.000Z");
});

test("a token makes no token that may more than itself, elsewhere, or for longer", async () => {
  const day = 86_400_000;
  const [tomorrow, later] = [NOW + day, NOW + 2 * day].map((at) => new Date(at).toISOString());
  const { token } = await made({ scopes: ["manage", "read"], project: "shop", expiresAt: tomorrow ?? "" });
  const asked = async (wanted: object) =>
    (await world.change("/v1/tokens", "POST", wanted, withKey(token))).status;
  expect(await asked({ scopes: ["read"], project: "shop", expiresAt: tomorrow })).toBe(201);
  expect(await asked({ scopes: ["triage"], project: "shop", expiresAt: tomorrow })).toBe(403);
  expect(await asked({ scopes: ["read"], project: "other", expiresAt: tomorrow })).toBe(403);
  expect(await asked({ scopes: ["read"], expiresAt: tomorrow })).toBe(403);
  expect(await asked({ scopes: ["read"], project: "shop", expiresAt: later })).toBe(403);
  expect(await asked({ scopes: ["read"], project: "shop" })).toBe(403);
  const { id } = await made({ scopes: ["read"] });
  expect((await world.change(`/v1/tokens/${id}`, "DELETE", undefined, withKey(token))).status).toBe(403);
});

test("a token signs nobody in to the pages, and a wrong one is slowed down as a wrong key is", async () => {
  const { token } = await made({ scopes: ["read", "manage"] });
  expect((await world.change("/v1/session", "POST", { key: token })).status).toBe(403);
  const statuses = [];
  for (let count = 0; count < 12; count++)
    statuses.push(await status(world.app, "/v1/projects", `wrong ${count}`));
  expect(statuses.slice(-2)).toEqual([429, 429]);
});
