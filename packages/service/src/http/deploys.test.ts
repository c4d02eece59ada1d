import { type HttpWorld, httpWorld, MASTER, oneError, projectKey } from "@faultline/testing/http-world";
import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";

const Releases = z.object({ releases: z.array(z.object({ release: z.string(), firstSeen: z.string() })) });

let world: HttpWorld;
let key: string;
beforeEach(async () => {
  world = httpWorld();
  key = await projectKey(world);
});

const releases = async () =>
  (await world.get("/v1/projects/shop/releases", Releases)).releases.map(({ release }) => release);

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  world.app.request(path, { method: "POST", body, headers });

const JSON_TYPE = { "content-type": "application/json" };

describe("a notice of a deploy succeeds in its clients' eyes, and becomes a release", () => {
  test.each([
    [
      "Rollbar's, in JSON",
      "/api/1/deploy/",
      200,
      () => JSON.stringify({ access_token: key, revision: "r-1" }),
    ],
    [
      "Rollbar's, as curl sends it",
      "/api/1/deploy",
      200,
      () => `access_token=${key}&environment=x&revision=r-1`,
    ],
    ["Honeybadger's, of its command", "/v1/deploys", 201, () => `deploy%5Brevision%5D=r-1&api_key=${key}`],
    [
      "Honeybadger's, of its gem",
      "/v1/deploys",
      201,
      () => JSON.stringify({ api_key: key, deploy: { environment: "production", revision: "r-1" } }),
    ],
    [
      "Bugsnag's, of its build reporters",
      "/build",
      200,
      () => JSON.stringify({ apiKey: key, appVersion: "r-1" }),
    ],
    ["Raygun's", "/deployments?authToken=t", 200, () => JSON.stringify({ apiKey: key, version: "r-1" })],
  ])("%s", async (_, path, status, body) => {
    const response = await post(path, body());
    expect(response.status).toBe(status);
    expect(await response.json()).toBeTypeOf("object");
    expect(await releases()).toEqual(["r-1"]);
  });

  test("Airbrake's, with its key in the address", async () => {
    const body = JSON.stringify({ environment: "production", revision: "38748467", version: "r-1" });
    const response = await post(`/api/v4/projects/42/deploys?key=${key}`, body, JSON_TYPE);
    expect(response.status).toBe(201);
    expect(await releases()).toEqual(["r-1"]);
  });

  test("sentry-cli's info, which says what its token may", async () => {
    const body = { name: "CI", scopes: ["source-maps"], project: "shop" };
    const made = await world.change("/v1/tokens", "POST", body);
    const { token } = z.object({ token: z.string() }).parse(await made.json());
    const answer = await world.app.request("/api/0/", { headers: { authorization: `Bearer ${token}` } });
    expect(await answer.json()).toEqual({ version: "0", auth: { scopes: ["source-maps"] }, user: null });
    const wrong = { headers: { authorization: `Bearer ${"0".repeat(32)}` } };
    expect((await world.app.request("/api/0/")).status).toBe(401);
    expect((await world.app.request("/api/0/", wrong)).status).toBe(403);
  });

  test("sentry-cli's new, set-commits, finalize and deploys", async () => {
    const base = "/api/0/organizations/any/releases/";
    const call = (path: string, method: string, body: object) =>
      world.app.request(path, { method, headers: MASTER, body: JSON.stringify(body) });
    const made = await call(base, "POST", { version: "shop@1.0", projects: ["shop"] });
    expect(made.status).toBe(201);
    expect(await made.json()).toMatchObject({
      version: "shop@1.0",
      newGroups: 0,
      projects: [{ slug: "shop" }],
    });
    const of = `${base}shop%401.0/`;
    const finalized = { projects: ["shop"], dateReleased: "2026-11-24T12:00:00Z" };
    expect((await call(of, "PUT", finalized)).status).toBe(200);
    expect((await call(of, "PUT", { projects: ["shop"], commits: [{ id: "a" }] })).status).toBe(200);
    expect((await call(`${of}deploys/`, "POST", { environment: "production" })).status).toBe(201);
    expect(await releases()).toEqual(["shop@1.0"]);
  });
});

test("a release begins when it is deployed or first fails, whichever comes first", async () => {
  await post("/api/1/deploy", JSON.stringify({ access_token: key, revision: "1.0" }));
  await world.post(oneError("early", { timestamp: "2026-11-24T11:00:00Z", context: { version: "1.0" } }));
  const { releases: told } = await world.get("/v1/projects/shop/releases", Releases);
  expect(told).toEqual([{ release: "1.0", firstSeen: "2026-11-24T11:00:00.000Z" }]);
});

test("a deploy without a key, or with a wrong one, is refused; one that names no release changes nothing", async () => {
  expect((await post("/api/1/deploy", '{"revision":"1"}')).status).toBe(401);
  expect(
    (await post("/v1/deploys", `{"api_key":"${"0".repeat(32)}","deploy":{"revision":"1"}}`)).status,
  ).toBe(403);
  expect((await post("/api/1/deploy", JSON.stringify({ access_token: key }))).status).toBe(200);
  const url = "/api/0/organizations/any/releases/";
  expect((await post(url, '{"version":"1","projects":["shop"]}', { "x-api-key": key })).status).toBe(403);
  expect(await releases()).toEqual([]);
});

test("what was deployed before its project was deleted is gone with it", async () => {
  await post("/api/1/deploy", JSON.stringify({ access_token: key, revision: "old" }));
  await world.post(oneError());
  expect((await world.change("/v1/projects/shop", "DELETE")).status).toBe(204);
  world.clock.set(world.clock.now() + 1000);
  await world.post(oneError());
  expect(await releases()).toEqual([]);
});
