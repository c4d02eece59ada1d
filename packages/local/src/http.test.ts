import { readdirSync, readFileSync } from "node:fs";
import { capturedRequest } from "@faultline/protocols/captured-request";
import { createApp } from "@faultline/service/http/app";
import { collect, queryAll } from "@faultline/service/query-all";
import { Validator } from "@seriousme/openapi-schema-validator";
import { beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { CLIENT_KEY, MASTER_KEY, type MemoryRegion, memoryRegion, virtualClock } from "./memory-world.js";

const NOW = Date.UTC(2026, 10, 24, 12);
let region: MemoryRegion;
let clock: ReturnType<typeof virtualClock>;
let app: ReturnType<typeof createApp>;

beforeEach(() => {
  clock = virtualClock(NOW);
  region = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  app = createApp(region.ports, {
    healthy: async () => true,
    regions: async () => [{ region: "us-east-1", healthy: true }],
  });
});

const json = { "content-type": "application/json" };
const master = { "x-api-key": MASTER_KEY, ...json };

const post = (body: unknown, headers: Record<string, string> = {}, project = "shop") =>
  app.request(`/v0/projects/${project}/errors`, {
    method: "POST",
    headers: { "x-api-key": CLIENT_KEY, ...json, ...headers },
    body: JSON.stringify(body),
  });

const error = (message = "it broke", more: object = {}) => ({
  errors: [{ type: "TypeError", message, ...more }],
});

async function get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  await region.settle();
  const response = await app.request(path, { headers: master });
  expect(response.status, path).toBe(200);
  return schema.parse(await response.json());
}

const change = (path: string, method: string, body?: unknown, headers: Record<string, string> = master) =>
  app.request(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });

const Issues = z.object({
  issues: z.array(
    z.looseObject({
      id: z.string(),
      message: z.string(),
      count: z.number(),
      status: z.string(),
      regressed: z.boolean(),
    }),
  ),
  cursor: z.string().nullable(),
});
const issuesOf = async (query = "") => (await get(`/v1/projects/shop/issues${query}`, Issues)).issues;

const folder = new URL("../../protocols/fixtures/faultline/", import.meta.url);
for (const name of readdirSync(folder).filter(
  (file) => file.endsWith(".json") && !file.includes(".report."),
)) {
  test(`${name} gets the answer its client waits for`, async () => {
    const { method, path, request } = capturedRequest(readFileSync(new URL(name, folder), "utf8"));
    request.headers.set("x-api-key", CLIENT_KEY);
    const body = method === "OPTIONS" ? undefined : request.body;
    const response = await app.request(path, { method, headers: request.headers, body });
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    if (method === "OPTIONS") {
      expect(response.status).toBe(204);
      expect(response.headers.get("access-control-allow-headers")).toContain("x-api-key");
      return;
    }
    expect(response.status).toBe(201);
    const answer = z.object({
      id: z.string(),
      data: z.object({ errors: z.object({ postCount: z.number() }) }),
    });
    const sent = z
      .object({ errors: z.array(z.unknown()) })
      .parse(JSON.parse(Buffer.from(request.body).toString()));
    expect(answer.parse(await response.json()).data.errors.postCount).toBe(sent.errors.length);
  });
}

test("a request with an idempotency key counts once however often it is sent, another key again", async () => {
  for (const key of ["a", "a", "a", "b"])
    expect((await post(error(), { "idempotency-key": key })).status).toBe(201);
  expect((await issuesOf())[0]?.count).toBe(2);
});

test("ten errors of one message in one second are ten occurrences", async () => {
  await post({ errors: Array.from({ length: 10 }, () => error().errors[0]) });
  const [issue] = await issuesOf();
  const page = await get(`/v1/projects/shop/issues/${issue?.id}/occurrences?limit=4`, Occurrences);
  expect(page.occurrences).toHaveLength(4);
  const rest = await get(
    `/v1/projects/shop/issues/${issue?.id}/occurrences?cursor=${page.cursor}`,
    Occurrences,
  );
  expect(new Set([...page.occurrences, ...rest.occurrences].map(({ id }) => id)).size).toBe(10);
});

const Occurrences = z.object({
  occurrences: z.array(z.looseObject({ id: z.string() })),
  cursor: z.string().nullable(),
});

test("an error after the resolution reopens the issue, one from before it does not", async () => {
  await post(error());
  const [issue] = await issuesOf();
  const path = `/v1/projects/shop/issues/${issue?.id}`;
  clock.set(NOW + 10_000);
  expect((await change(path, "PATCH", { status: "resolved" })).status).toBe(200);
  await post(error("it broke", { timestamp: new Date(NOW + 5_000).toISOString() }));
  expect((await issuesOf()).map(({ status }) => status)).toEqual(["resolved"]);
  clock.set(NOW + 20_000);
  await post(error());
  expect((await issuesOf("?status=regressed")).map(({ status, regressed }) => [status, regressed])).toEqual([
    ["unresolved", true],
  ]);
  expect(await issuesOf("?status=resolved")).toEqual([]);
});

test("a deleted issue is gone with its events, and begins anew with the next one", async () => {
  await post({ errors: Array.from({ length: 50 }, () => error().errors[0]) });
  const [issue] = await issuesOf();
  expect((await change(`/v1/projects/shop/issues/${issue?.id}`, "DELETE")).status).toBe(204);
  expect(await issuesOf()).toEqual([]);
  clock.set(NOW + 1000);
  await post(error());
  expect((await issuesOf()).map(({ count }) => count)).toEqual([1]);
});

test("a deleted project is gone with its issues, and begins anew with the next error", async () => {
  for (const message of ["a", "b"]) await post({ errors: [{ type: message, message }] });
  await issuesOf();
  expect((await change("/v1/projects/shop", "DELETE")).status).toBe(204);
  expect((await change("/v1/projects/shop", "GET")).status).toBe(404);
  clock.set(NOW + 1000);
  await post({ errors: [{ type: "a", message: "a" }] });
  expect((await issuesOf()).map(({ count }) => count)).toEqual([1]);
  const { events } = await get("/v1/projects/shop", z.looseObject({ events: z.number() }));
  expect(events).toBe(1);
});

test("each issue of a bulk change has its own result", async () => {
  await post({
    errors: [
      { type: "A", message: "a" },
      { type: "B", message: "b" },
    ],
  });
  const ids = (await issuesOf()).map(({ id }) => id);
  const response = await change("/v1/projects/shop/issues", "PATCH", {
    ids: [...ids, "iss_none"],
    status: "resolved",
  });
  const Results = z.object({
    results: z.array(z.looseObject({ ok: z.boolean(), code: z.string().optional() })),
  });
  const { results } = Results.parse(await response.json());
  expect(results.map(({ ok, code }) => [ok, code])).toEqual([
    [true, undefined],
    [true, undefined],
    [false, "issue_not_found"],
  ]);
  expect((await issuesOf("?status=resolved")).length).toBe(2);
});

test("a list is found by words, release, environment, level and tags", async () => {
  const context = { version: "3.1", environment: "production", severity: "warning" };
  await post({ errors: [{ type: "A", message: "cart is empty" }], context });
  await post({ errors: [{ type: "B", message: "user unknown" }] });
  const found = async (query: string) =>
    (await issuesOf(`?query=${encodeURIComponent(query)}`)).map(({ message }) => message);
  expect(await found("CART")).toEqual(["cart is empty"]);
  expect(await found("release:3.1 env:production level:warning")).toEqual(["cart is empty"]);
  expect(await found('"user unknown"')).toEqual(["user unknown"]);
  expect(await found("release:4")).toEqual([]);
});

test("a project's key posts to its project alone, and not after it was revoked", async () => {
  const created = await change("/v1/projects/shop/keys", "POST", { label: "ci" });
  const { id, key } = z.object({ id: z.string(), key: z.string() }).parse(await created.json());
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  const headers = { "x-api-key": key };
  expect((await post(error(), headers)).status).toBe(201);
  expect((await post(error(), headers, "other")).status).toBe(403);
  expect((await app.request("/v1/projects", { headers })).status).toBe(403);
  const listed = await change("/v1/projects/shop/keys", "GET");
  expect(await listed.text()).not.toContain(key);
  expect((await change(`/v1/projects/shop/keys/${id}`, "DELETE")).status).toBe(204);
  expect((await post(error(), headers)).status).toBe(403);
});

test("signing in gives a cookie that reads and changes, that other sites cannot use, and that ends", async () => {
  await post(error());
  const [issue] = await issuesOf();
  const wrong = await change("/v1/session", "POST", { key: "wrong-key" }, json);
  expect(wrong.status).toBe(403);
  const signedIn = await change("/v1/session", "POST", { key: MASTER_KEY }, json);
  const cookie = signedIn.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Strict/i);
  expect(cookie).not.toContain(MASTER_KEY);
  const headers = { cookie: cookie.split(";")[0] ?? "", ...json };
  const path = `/v1/projects/shop/issues/${issue?.id}`;
  expect((await change(path, "PATCH", { status: "resolved" }, headers)).status).toBe(200);
  const elsewhere = { ...headers, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  expect((await change(path, "PATCH", { status: "unresolved" }, elsewhere)).status).toBe(403);
  clock.set(NOW + 31 * 86_400_000);
  expect((await app.request("/v1/projects", { headers })).status).toBe(401);
});

test("no secret of a POST is found in anything that was stored", async () => {
  const canaries = [
    "canary-password",
    "canary-cookie",
    "canary-auth",
    "T000CANARY/B000CANARY/xxxxCANARYxxxx",
  ];
  const response = await post({
    errors: [
      {
        type: "E",
        message: "login?password=canary-password failed with Authorization: Bearer canary-auth-token",
      },
    ],
    params: { password: "canary-password", nested: { cookie: "canary-cookie" } },
    environment: { HTTP_AUTHORIZATION: "canary-auth", HTTP_COOKIE: "canary-cookie" },
    session: { token: "canary-auth" },
    notifications: [{ type: "slack", endpoint: `https://hooks.slack.com/services/${canaries[3]}` }],
  });
  expect(response.status).toBe(201);
  await region.settle();
  const [issue] = await issuesOf();
  const shown = await change(`/v1/projects/shop/issues/${issue?.id}/occurrences`, "GET");
  const rows = [...(await scanAll(region.ports.log)), ...(await scanAll(region.ports.view))];
  const stored = JSON.stringify(rows, (_, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
  );
  for (const canary of [...canaries, MASTER_KEY, CLIENT_KEY]) expect(stored).not.toContain(canary);
  const text = await shown.text();
  for (const canary of canaries) expect(text).not.toContain(canary);
});

async function scanAll(table: MemoryRegion["ports"]["log"]): Promise<unknown[]> {
  return [...(await table.scan()).items, ...(await collect(queryAll(table, { pk: "C#p" })))];
}

test("the description is valid OpenAPI 3.1 and names every route of /v1", async () => {
  const response = await app.request("/openapi.json");
  const description = z
    .looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(await response.json());
  const { valid, errors } = await new Validator().validate(description);
  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
  const described = Object.entries(description.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`),
  );
  const routed = app.routes
    .filter(({ method, path }) => path.startsWith("/v1/") && method !== "ALL")
    .map(({ method, path }) => `${method} ${path}`);
  expect(new Set(described)).toEqual(new Set(routed));
});

test("what is not there, not allowed or not understood says so, each in its form", async () => {
  const asked = async (path: string, init: RequestInit = {}) => {
    const response = await app.request(path, init);
    return [
      response.status,
      z.looseObject({ code: z.string().optional() }).parse(await response.json()).code,
    ];
  };
  expect(await asked("/v1/projects")).toEqual([401, "no_key"]);
  expect(await asked("/v1/projects", { headers: { "x-api-key": "nobody" } })).toEqual([403, "wrong_key"]);
  expect(await asked("/v1/projects", { headers: { authorization: `Bearer ${CLIENT_KEY}` } })).toEqual([
    403,
    "not_allowed",
  ]);
  expect(await asked("/v1/nothing")).toEqual([404, "route_not_found"]);
  expect(await asked("/v1/projects/none", { headers: master })).toEqual([404, "project_not_found"]);
  expect(await asked("/v1/projects/none/issues/iss_x", { headers: master })).toEqual([
    404,
    "issue_not_found",
  ]);
  await post(error());
  const [issue] = await issuesOf();
  const path = `/v1/projects/shop/issues/${issue?.id}`;
  expect(await asked(`${path}/timeline?unit=minute&from=2020-01-01T00:00:00Z`, { headers: master })).toEqual([
    422,
    "too_many_points",
  ]);
  expect(await asked(`${path}/timeline?from=yesterday`, { headers: master })).toEqual([422, "bad_request"]);
  expect(await asked("/v1/projects/shop/issues?cursor=x", { headers: master })).toEqual([400, "bad_cursor"]);
  const patch = (body: string, type = "application/json") =>
    asked(path, { method: "PATCH", headers: { ...master, "content-type": type }, body });
  expect(await patch('{"status":"nope"}')).toEqual([422, "bad_request"]);
  expect(await patch("not json")).toEqual([400, "invalid_json"]);
  expect(await patch("{}", "text/plain")).toEqual([415, "unsupported_media_type"]);
  expect(await patch("{}")).toEqual([422, "bad_request"]);
});

test("the original's web UI finds all it shows", async () => {
  await post({
    errors: [{ type: "notice", message: "Undefined index: a/b ?", timestamp: "2026-11-24T11:55:10+00:00" }],
  });
  await post(error("other"));
  await region.settle();
  const v0 = async (path: string, init: RequestInit = {}) => {
    const response = await app.request(`/v0${path}`, { headers: master, ...init });
    return {
      status: response.status,
      body:
        response.status === 204
          ? undefined
          : z.looseObject({ data: z.any().optional() }).parse(await response.json()).data,
    };
  };
  const path = `/projects/shop/errors/${encodeURIComponent("Undefined index: a/b ?")}`;
  expect((await v0("/projects")).body).toEqual({ projects: [{ name: "shop" }] });
  expect((await v0("/projects/shop/errors")).body.scannedCount).toBe(2);
  const { body } = await v0(path);
  expect(body.error).toMatchObject({ project: "shop", type: "notice", message: "Undefined index: a/b ?" });
  expect(body.timeline.errors).toMatchObject([
    { count: 1, timestamp: "2026-11-24T11:55:00.000Z", key: "shop##Undefined index: a/b ?" },
  ]);
  const { body: occurrences } = await v0(`${path}/occurrences?limit=5`);
  expect(occurrences.totalCount).toBe(1);
  const [{ reversedUnixtime }] = occurrences.errors;
  expect((await v0(`${path}/occurrences/${reversedUnixtime}`)).body.error.reversedUnixtime).toBe(
    reversedUnixtime,
  );
  const resolved = await v0(path, { method: "PATCH", body: '{"status":"resolved"}' });
  expect(resolved.body.error.status).toBe("resolved");
  expect((await v0("/projects/shop/errors?status=unresolved")).body.scannedCount).toBe(1);
  expect((await v0(path, { method: "DELETE" })).status).toBe(204);
  expect((await v0("/projects/shop")).status).toBe(404);
  expect((await v0("/encrypt", { method: "POST", body: '{"type":"slack"}' })).status).toBe(201);
  expect((await v0("/projects/shop", { method: "DELETE" })).status).toBe(204);
  expect((await v0("/projects")).body).toEqual({ projects: [] });
});
