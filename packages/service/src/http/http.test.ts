import { type HttpWorld, httpWorld, JSON_TYPE, NOW, oneError } from "@faultline/testing/http-world";
import { MASTER_KEY } from "@faultline/testing/memory-world";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";

let world: HttpWorld;
beforeEach(() => {
  world = httpWorld();
});

test("a request with an idempotency key counts once however often it is sent, another key again", async () => {
  for (const key of ["a", "a", "a", "b"])
    expect((await world.post(oneError(), { "idempotency-key": key })).status).toBe(201);
  expect((await world.issuesOf())[0]?.count).toBe(2);
});

test("ten errors of one message in one second are ten occurrences", async () => {
  await world.post({ errors: Array.from({ length: 10 }, () => oneError().errors[0]) });
  const [issue] = await world.issuesOf();
  const page = await world.get(`/v1/projects/shop/issues/${issue?.id}/occurrences?limit=4`, Occurrences);
  expect(page.occurrences).toHaveLength(4);
  const rest = await world.get(
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
  await world.post(oneError());
  const [issue] = await world.issuesOf();
  const path = `/v1/projects/shop/issues/${issue?.id}`;
  world.clock.set(NOW + 10_000);
  expect((await world.change(path, "PATCH", { status: "resolved" })).status).toBe(200);
  await world.post(oneError("it broke", { timestamp: new Date(NOW + 5_000).toISOString() }));
  expect((await world.issuesOf()).map(({ status }) => status)).toEqual(["resolved"]);
  world.clock.set(NOW + 20_000);
  await world.post(oneError());
  expect(
    (await world.issuesOf("?status=regressed")).map(({ status, regressed }) => [status, regressed]),
  ).toEqual([["unresolved", true]]);
  expect(await world.issuesOf("?status=resolved")).toEqual([]);
});

test("a deleted issue is gone with its events, and begins anew with the next one", async () => {
  await world.post({ errors: Array.from({ length: 50 }, () => oneError().errors[0]) });
  const [issue] = await world.issuesOf();
  expect((await world.change(`/v1/projects/shop/issues/${issue?.id}`, "DELETE")).status).toBe(204);
  expect(await world.issuesOf()).toEqual([]);
  world.clock.set(NOW + 1000);
  await world.post(oneError());
  expect((await world.issuesOf()).map(({ count }) => count)).toEqual([1]);
});

test("a deleted project is gone with its issues, and begins anew with the next error", async () => {
  for (const message of ["a", "b"]) await world.post({ errors: [{ type: message, message }] });
  await world.issuesOf();
  expect((await world.change("/v1/projects/shop", "DELETE")).status).toBe(204);
  expect((await world.change("/v1/projects/shop", "GET")).status).toBe(404);
  world.clock.set(NOW + 1000);
  await world.post({ errors: [{ type: "a", message: "a" }] });
  expect((await world.issuesOf()).map(({ count }) => count)).toEqual([1]);
  const { events } = await world.get("/v1/projects/shop", z.looseObject({ events: z.number() }));
  expect(events).toBe(1);
});

test("each issue of a bulk change has its own result", async () => {
  await world.post({
    errors: [
      { type: "A", message: "a" },
      { type: "B", message: "b" },
    ],
  });
  const ids = (await world.issuesOf()).map(({ id }) => id);
  const response = await world.change("/v1/projects/shop/issues", "PATCH", {
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
  expect((await world.issuesOf("?status=resolved")).length).toBe(2);
});

test("a list is found by words, release, environment, level and tags", async () => {
  const context = { version: "3.1", environment: "production", severity: "warning" };
  await world.post({ errors: [{ type: "A", message: "cart is empty" }], context });
  await world.post({ errors: [{ type: "B", message: "user unknown" }] });
  const found = async (query: string) =>
    (await world.issuesOf(`?query=${encodeURIComponent(query)}`)).map(({ message }) => message);
  expect(await found("CART")).toEqual(["cart is empty"]);
  expect(await found("release:3.1 env:production level:warning")).toEqual(["cart is empty"]);
  expect(await found('"user unknown"')).toEqual(["user unknown"]);
  expect(await found("release:4")).toEqual([]);
});

test("a project's key posts to its project alone, and not after it was revoked", async () => {
  const created = await world.change("/v1/projects/shop/keys", "POST", { label: "ci" });
  const { id, key } = z.object({ id: z.string(), key: z.string() }).parse(await created.json());
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  const headers = { "x-api-key": key };
  expect((await world.post(oneError(), headers)).status).toBe(201);
  expect((await world.post(oneError(), headers, "other")).status).toBe(403);
  expect((await world.app.request("/v1/projects", { headers })).status).toBe(403);
  const listed = await world.change("/v1/projects/shop/keys", "GET");
  expect(await listed.text()).not.toContain(key);
  expect((await world.change(`/v1/projects/shop/keys/${id}`, "DELETE")).status).toBe(204);
  expect((await world.post(oneError(), headers)).status).toBe(403);
});

test("signing in gives a cookie that reads and changes, that other sites cannot use, and that ends", async () => {
  await world.post(oneError());
  const [issue] = await world.issuesOf();
  const wrong = await world.change("/v1/session", "POST", { key: "wrong-key" }, JSON_TYPE);
  expect(wrong.status).toBe(403);
  const signedIn = await world.change("/v1/session", "POST", { key: MASTER_KEY }, JSON_TYPE);
  const cookie = signedIn.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Strict/i);
  expect(cookie).not.toContain(MASTER_KEY);
  const headers = { cookie: cookie.split(";")[0] ?? "", ...JSON_TYPE };
  const path = `/v1/projects/shop/issues/${issue?.id}`;
  expect((await world.change(path, "PATCH", { status: "resolved" }, headers)).status).toBe(200);
  const elsewhere = { ...headers, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  expect((await world.change(path, "PATCH", { status: "unresolved" }, elsewhere)).status).toBe(403);
  world.clock.set(NOW + 31 * 86_400_000);
  expect((await world.app.request("/v1/projects", { headers })).status).toBe(401);
});
