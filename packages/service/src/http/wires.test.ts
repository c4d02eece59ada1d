import { readdirSync, readFileSync } from "node:fs";
import { projectNumber } from "@faultline/core/id";
import { protocols } from "@faultline/protocols/all";
import { Captured } from "@faultline/protocols/captured-request";
import { type HttpWorld, httpWorld, projectKey } from "@faultline/testing/http-world";
import { CLIENT_KEY } from "@faultline/testing/memory-world";
import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";

const fixtures = new URL("../../../protocols/fixtures/", import.meta.url);

const captured = (name: string): Captured =>
  Captured.parse(JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), "utf8")));
const casesOf = (wire: string): string[] =>
  readdirSync(new URL(`${wire}/`, fixtures))
    .filter((file) => file.endsWith(".json") && !file.endsWith(".report.json"))
    .map((file) => `${wire}/${file.slice(0, -".json".length)}`);
const reportsOf = (name: string): unknown[] =>
  z.array(z.unknown()).parse(JSON.parse(readFileSync(new URL(`${name}.report.json`, fixtures), "utf8")));

let world: HttpWorld;
let key: string;
beforeEach(async () => {
  world = httpWorld();
  key = await projectKey(world);
});

/** The request as it was captured, but with a key of this world in place of the one it carried. */
async function send({ method, path, query, headers, bodyEncoding, body }: Captured): Promise<Response> {
  const withKey = (text: string): string =>
    text.replaceAll("0123456789abcdef0123456789abcdef", key).replace(/^(hbp_|fl_)?0123456789\w*$/, key);
  const own = Object.entries(headers).filter(([name]) => name !== "content-length" && name !== "host");
  const sent = Object.fromEntries(own.map(([name, value]) => [name, withKey(value)]));
  const bytes = Buffer.from(bodyEncoding === "utf8" ? withKey(body) : body, bodyEncoding);
  const asked = query === "" ? path : `${path}?${withKey(query)}`;
  return world.app.request(asked.replace(/^\/v0\/projects\/[^/]+/, "/v0/projects/shop"), {
    method,
    headers: sent,
    body: method === "POST" ? bytes : undefined,
  });
}

const eventsOf = async (): Promise<number> =>
  (await world.issuesOf("?limit=500")).reduce((sum, { count }) => sum + count, 0);

/** Status and body that each wire's clients take for success. */
const SUCCESS: Readonly<Record<string, (response: Response, name: string) => Promise<void>>> = {
  sentry: async (response, name) => {
    expect(response.status).toBe(200);
    const { id } = z.object({ id: z.string().optional() }).parse(await response.json());
    if (reportsOf(name).length > 0) expect(id).toMatch(/^[0-9a-f]{32}$/);
    expect(response.headers.get("x-sentry-rate-limits")).toMatch(/^\d+:[a-z_;]*transaction[a-z_;]*:/);
    expect(response.headers.get("x-sentry-rate-limits")).not.toMatch(/error|default/);
  },
  airbrake: async (response) => {
    expect(response.status).toBe(201);
    const answered = z.object({ id: z.string().min(1), url: z.url() }).parse(await response.json());
    expect(answered.url).toContain("/projects/shop/issues/iss_");
  },
  rollbar: async (response) => {
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ err: 0, result: { uuid: expect.stringMatching(/.{8}/) } });
  },
  bugsnag: async (response, name) => {
    expect(response.status).toBe(name.includes("session") ? 202 : 200);
  },
  honeybadger: async (response) => {
    expect(response.status).toBe(201);
    expect(await response.json()).toBeTypeOf("object");
  },
  raygun: async (response) => {
    expect(response.status).toBe(202);
  },
  otlp: async (response, name) => {
    expect(response.status).toBe(200);
    const isProtobuf = name.includes("proto");
    expect(response.headers.get("content-type")).toBe(
      isProtobuf ? "application/x-protobuf" : "application/json",
    );
    expect(await response.text()).toBe(isProtobuf ? "" : "{}");
  },
};

/** What most are content with. */
const isSuccessful = async (response: Response): Promise<void> => expect(response.ok).toBe(true);

for (const { name: wire } of protocols) {
  const isSuccess = SUCCESS[wire] ?? isSuccessful;
  describe(`${wire}: each captured request gets the answer its client needs, and leaves as many events as it holds`, () => {
    for (const name of casesOf(wire)) {
      const request = captured(name);
      if (request.method !== "POST") continue;
      test(name, async () => {
        // The one that was sent without a key.
        const keyed = name.includes("core-01-") ? { ...request, query: `sentry_key=${key}` } : request;
        const response = await send(keyed);
        await isSuccess(response, name);
        expect(response.headers.get("access-control-allow-origin")).toBe("*");
        expect(await eventsOf()).toBe(reportsOf(name).length);
      });
    }
  });
}

describe("browsers may send: the captured preflights are granted", () => {
  const preflights = protocols
    .flatMap(({ name }) => casesOf(name))
    .filter((name) => captured(name).method === "OPTIONS");
  test.each(preflights)("%s", async (name) => {
    const request = captured(name);
    const response = await send(request);
    expect(response.status).toBe(204);
    const allowed = (response.headers.get("access-control-allow-headers") ?? "").split(", ");
    const asked = (request.headers["access-control-request-headers"] ?? "").split(",").filter(Boolean);
    for (const header of asked) expect(allowed).toContain(header.trim().toLowerCase());
    expect(response.headers.get("access-control-allow-methods")).toContain("POST");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });
});

test("Airbrake's notifiers get a configuration that switches nothing off", async () => {
  const config = await send(captured("airbrake/node-00-init-remote-config"));
  expect(config.status).toBe(200);
  expect(await config.json()).toMatchObject({ project_id: 42, settings: [] });
});

describe("what clients send beside their reports is taken and dropped, so that they have nothing to complain of", () => {
  test.each([
    ["PUT", "/api/v5/projects/42/routes-stats?key=x", "of Node and Go"],
    ["POST", "/api/v5/projects/42/routes-stats", "of pybrake 1.10"],
    ["POST", "/api/v5/projects/42/queues-stats/", "of pybrake 1.10"],
    ["POST", "/api/1/session/replay", "of rollbar.js"],
    ["POST", "/api/42/client_report/?sentry_key=x", "of a Sentry SDK to come"],
    ["GET", "/v1/check_in/abc/def", "of Honeybadger"],
    ["POST", "/v1/events/js", "of Honeybadger"],
    ["POST", "/events", "of raygun4js"],
  ])("%s %s, %s", async (method, path) => {
    const body = method === "GET" ? undefined : "{}";
    const response = await world.app.request(path, { method, body });
    expect(response.ok).toBe(true);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(await eventsOf()).toBe(0);
  });

  test("a crash that comes as a file is refused, so that one sees it", async () => {
    const sent = await world.app.request("/api/42/minidump/?sentry_key=x", { method: "POST", body: "MDMP" });
    expect(sent.status).toBe(404);
  });
});

test("honeybadger-java, which makes a UUID of the id it is given, gets one", async () => {
  const response = await send(captured("honeybadger/sdk-java-notice"));
  const { id } = z.object({ id: z.string() }).parse(await response.json());
  expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
});

test("rollbar.js may read the headers it asks every answer for", async () => {
  const response = await send(captured("rollbar/sdk-browser-headers"));
  expect(response.headers.get("access-control-expose-headers")).toContain("rollbar-replay-enabled");
});

test.each(["baggage", "sentry-trace", "traceparent", "x-requested-with", "x-datadog-trace-id"])(
  "a page whose requests all carry %s may report too",
  async (header) => {
    for (const path of ["/v1/traces", "/v0/projects/shop/errors", "/api/42/envelope/", "/v1/notices/js"]) {
      const headers = { "access-control-request-headers": `content-type, ${header}` };
      const { headers: answered } = await world.app.request(path, { method: "OPTIONS", headers });
      expect(answered.get("access-control-allow-headers")?.split(", ")).toContain(header);
    }
  },
);

describe("addresses lead where they should", () => {
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    world.app.request(path, { method: "POST", body, headers });
  const event = JSON.stringify({ message: "m" });
  const envelope = `{}\n{"type":"event"}\n${event}\n`;
  const item = JSON.stringify({ data: { body: { message: { body: "m" } } } });

  test("Rollbar's /api/1/item is not taken for Sentry's project 1, nor the other way round", async () => {
    const rollbar = await post("/api/1/item/", item, { "x-rollbar-access-token": key });
    expect(await rollbar.json()).toMatchObject({ err: 0 });
    const sentry = await post(`/api/1/envelope/?sentry_key=${key}`, envelope);
    expect(await sentry.json()).toMatchObject({ id: expect.any(String) });
    expect(await eventsOf()).toBe(2);
  });

  test.each([
    ["/api/42/envelope", envelope],
    ["/api/42/envelope/", envelope],
    ["//api//42/envelope/", envelope],
    ["/errors/api/42/envelope/", envelope],
    ["/a/b/api/42/envelope/", envelope],
    ["/api/42/store", event],
    ["/api/42/store/", event],
    ["/sub/api/42/store/", event],
  ])("Sentry's %s", async (path, body) => {
    expect((await post(`${path}?sentry_key=${key}`, body)).status).toBe(200);
    expect(await eventsOf()).toBe(1);
  });

  test("the others accept a folder in front, too", async () => {
    const headers = { "x-api-key": key, "x-rollbar-access-token": key };
    const notice = '{"errors":[{"type":"E","message":"m"}]}';
    expect((await post("/errors/api/v3/projects/1/notices", notice, headers)).status).toBe(201);
    expect((await post("/errors/api/1/item/", item, headers)).status).toBe(200);
    expect((await post("/errors/v1/notices/js", '{"error":{"class":"E"}}', headers)).status).toBe(201);
    expect((await post("/errors/v1/events", "{}", headers)).status).toBe(201);
    expect((await post("/errors/v1/logs", "{}", headers)).status).toBe(200);
    expect(await eventsOf()).toBe(3);
  });

  test("Bugsnag posts to wherever it is told, most often to the root", async () => {
    const body = JSON.stringify({
      apiKey: key,
      events: [{ exceptions: [{ errorClass: "E", message: "m" }] }],
    });
    for (const path of ["/", "/notify", "/notify/"]) expect((await post(path, body)).status).toBe(200);
    expect(await eventsOf()).toBe(3);
    expect((await world.app.request("/")).headers.get("access-control-allow-origin")).toBeNull();
  });

  test("Honeybadger's and OpenTelemetry's /v1 does not meet ours", async () => {
    expect(
      (await post("/v1/notices", '{"error":{"class":"E","message":"m"}}', { "x-api-key": key })).status,
    ).toBe(201);
    expect((await post("/v1/logs", "{}", { "x-api-key": key })).status).toBe(200);
    expect((await post("/v1/metrics", "{}", { authorization: `Bearer ${key}` })).status).toBe(200);
    expect((await post("/v1/projects", "{}", { "x-api-key": key })).status).toBe(403);
  });

  test("a key is found wherever its SDK puts it", async () => {
    const sent = async (path: string, body: string, headers: Record<string, string> = {}) =>
      (await post(path, body, headers)).status;
    const auth = `Sentry sentry_version=7,sentry_client=x, sentry_key=${key}`;
    expect(await sent("/api/42/envelope/", envelope, { "x-sentry-auth": auth })).toBe(200);
    expect(await sent("/api/42/envelope/", envelope, { authorization: auth })).toBe(200);
    const tunnelled = envelope.replace("{}", JSON.stringify({ dsn: `https://${key}@errors.example/42` }));
    expect(await sent("/api/42/envelope/", tunnelled)).toBe(200);
    expect(await sent("/api/1/item/", item.replace("{", `{"access_token":"${key}",`))).toBe(200);
    const notice = '{"errors":[{"type":"E","message":"m"}]}';
    expect(await sent(`/api/v3/projects/42/notices?key=${key}`, notice)).toBe(201);
    expect(await sent("/api/v3/projects/42/notices", notice, { authorization: `Bearer ${key}` })).toBe(201);
  });

  test("a key that may post anywhere needs the project's own number or name", async () => {
    const path = (project: string) => `/api/${project}/envelope/?sentry_key=${CLIENT_KEY}`;
    expect((await post(path("42"), envelope)).status).toBe(404);
    await world.post({ errors: [{ type: "E", message: "m" }] });
    expect((await post(path(projectNumber("shop")), envelope)).status).toBe(200);
    const bugsnag = await post("/", JSON.stringify({ apiKey: CLIENT_KEY, events: [{ exceptions: [{}] }] }));
    expect(bugsnag.status).toBe(422);
  });
});

test("Airbrake's answer leads to the issue, and besides to the one of the grouping before, which may live on", async () => {
  const answered = await send(captured("airbrake/node-01-type-error"));
  const { url } = z.object({ url: z.url() }).parse(await answered.json());
  const [, issue, former] = /issues\/(iss_\w+)\?former=(iss_\w+)$/.exec(url) ?? [];
  expect(await world.issuesOf("")).toMatchObject([{ id: issue, count: 1 }]);
  expect(former).not.toBe(issue);
});
