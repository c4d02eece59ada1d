import { readdirSync, readFileSync } from "node:fs";
import { capturedRequest } from "@faultline/protocols/captured-request";
import { type HttpWorld, httpWorld, MASTER, oneError } from "@faultline/testing/http-world";
import { CLIENT_KEY } from "@faultline/testing/memory-world";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";

let world: HttpWorld;
beforeEach(() => {
  world = httpWorld();
});

const folder = new URL("../../../protocols/fixtures/faultline/", import.meta.url);
for (const name of readdirSync(folder).filter(
  (file) => file.endsWith(".json") && !file.includes(".report."),
)) {
  test(`${name} gets the answer its client waits for`, async () => {
    const { method, path, request } = capturedRequest(readFileSync(new URL(name, folder), "utf8"));
    request.headers.set("x-api-key", CLIENT_KEY);
    const body = method === "OPTIONS" ? undefined : request.body;
    const response = await world.app.request(path, { method, headers: request.headers, body });
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

test("the original's web UI finds all it shows", async () => {
  await world.post({
    errors: [{ type: "notice", message: "Undefined index: a/b ?", timestamp: "2026-11-24T11:55:10+00:00" }],
  });
  await world.post(oneError("other"));
  await world.region.settle();
  const v0 = async (path: string, init: RequestInit = {}) => {
    const response = await world.app.request(`/v0${path}`, { headers: MASTER, ...init });
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
    { count: 1, timestamp: "2026-11-24T11:55:00+00:00", key: "shop##Undefined index: a/b ?" },
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

const v0 = async (path: string, init: RequestInit = {}) => {
  await world.region.settle();
  const response = await world.app.request(`/v0${path}`, { headers: MASTER, ...init });
  const text = await response.text();
  const { data } = z.looseObject({ data: z.any().optional() }).parse(JSON.parse(text || "{}"));
  return { status: response.status, data };
};
const at = (message: string): string => `/projects/shop/errors/${encodeURIComponent(message)}`;

// What the original's schema.json says of its answers, and docs/api.md of where they stand.
const Timestamp = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+\d{2}:\d{2}$/);
const ListedError = z.object({
  // Its documentation shows an object with the name; its server sent the name.
  project: z.string(),
  count: z.number(),
  lastUpdated: Timestamp,
  message: z.string(),
  status: z.enum(["unresolved", "resolved"]),
  type: z.string(),
});
const anyObject = z.record(z.string(), z.unknown());
const Occurrence = z.object({
  project: z.string(),
  message: z.string(),
  type: z.string(),
  backtrace: z.array(z.looseObject({ file: z.string(), line: z.number(), function: z.string() })),
  event: anyObject,
  context: anyObject,
  environment: anyObject,
  session: anyObject,
  params: anyObject,
  timestamp: Timestamp,
  reversedUnixtime: z.string().regex(/^\d{16}$/),
});
const TimelineEntry = z.object({
  project: z.string(),
  count: z.number(),
  timestamp: Timestamp,
  key: z.string(),
  message: z.string(),
  type: z.string(),
});
const DOCUMENTED: readonly (readonly [
  method: string,
  path: string,
  status: number,
  answer: z.ZodType | undefined,
  body?: object,
])[] = [
  ["GET", "/projects", 200, z.object({ projects: z.array(z.object({ name: z.string() })).min(1) })],
  [
    "GET",
    "/projects/shop/errors",
    200,
    z.object({ errors: z.array(ListedError).min(1), scannedCount: z.number() }),
  ],
  [
    "GET",
    at("rich"),
    200,
    z.object({
      error: Occurrence,
      timeline: z.object({
        errors: z.array(TimelineEntry).min(1),
        totalCount: z.number(),
        scannedCount: z.number(),
      }),
    }),
  ],
  [
    "GET",
    `${at("rich")}/occurrences`,
    200,
    z.object({ errors: z.array(Occurrence).min(1), totalCount: z.number() }),
  ],
  ["PATCH", at("rich"), 200, z.object({ error: ListedError }), { status: "resolved" }],
  ["POST", "/encrypt", 201, z.object({ encrypted: z.string() }), { type: "slack" }],
  ["DELETE", at("rich"), 204, undefined],
  ["DELETE", "/projects/shop", 204, undefined],
];

const RICH = {
  errors: [
    {
      type: "TypeError",
      message: "rich",
      backtrace: [{ file: "/a/b.js", line: 3, function: "f", column: 4 }],
    },
  ],
  context: {
    environment: "production",
    component: "users",
    action: "edit",
    os: "CentOS",
    rootDirectory: "/a/",
  },
  environment: { PATH: "/bin" },
  session: { user_id: 4 },
  params: { q: "1" },
};

test("each answer is what the original's schema says, route by route", async () => {
  await world.post(RICH);
  for (const [method, path, status, schema, body] of DOCUMENTED) {
    const answered = await v0(path, { method, body: body && JSON.stringify(body) });
    expect(answered.status, `${method} ${path}`).toBe(status);
    const checked = schema?.safeParse(answered.data);
    expect(checked?.error?.issues ?? [], `${method} ${path}`).toEqual([]);
  }
});

test("the web UI's page of an error shows what came with it, by its name, also when it is empty", async () => {
  await world.post(RICH);
  await world.post(oneError("bare"));
  const { data } = await v0(at("rich"));
  expect(data.error).toMatchObject({
    context: { environment: "production", component: "users", action: "edit", os: "CentOS" },
    environment: { PATH: "/bin" },
    session: { user_id: 4 },
    params: { q: "1" },
  });
  expect((await v0(at("bare"))).data.error).toMatchObject({ environment: {}, session: {}, params: {} });
  const [listed] = (await v0(`${at("rich")}/occurrences`)).data.errors;
  expect((await v0(`${at("rich")}/occurrences/${listed.reversedUnixtime}`)).data.error).toEqual(listed);
});

test("the web UI's link to all errors asks for an empty status", async () => {
  await world.post(oneError("one"));
  expect((await v0("/projects/shop/errors?status=")).data.scannedCount).toBe(1);
  expect((await v0("/projects/shop/errors?status=nonsense")).status).toBe(400);
});

test("older occurrences come after the last one's second, page by page", async () => {
  for (const second of [10, 11, 12, 13, 14])
    await world.post(oneError("paged", { timestamp: `2026-11-24T11:55:${second}Z` }));
  const seen: string[] = [];
  let after = "";
  for (let page = 0; page < 4; page++) {
    const { data } = await v0(`${at("paged")}/occurrences?limit=2&after=${after}`);
    seen.push(...data.errors.map(({ timestamp }: { timestamp: string }) => timestamp.slice(17, 19)));
    after = data.errors.at(-1)?.reversedUnixtime ?? after;
  }
  expect(seen).toEqual(["14", "13", "12", "11", "10"]);
});

test("a decision moves the time at which an error was last updated", async () => {
  await world.post(oneError("decided", { timestamp: "2026-11-24T10:00:00Z" }));
  const updated = async () => (await v0("/projects/shop/errors")).data.errors[0].lastUpdated;
  expect(await updated()).toBe("2026-11-24T10:00:00+00:00");
  await v0(at("decided"), { method: "PATCH", body: '{"status":"resolved"}' });
  expect(await updated()).toBe("2026-11-24T12:00:00+00:00");
});

test("a long message is listed under a short name, and found under both", async () => {
  const message = "在庫数が不正です。".repeat(233);
  await world.post(oneError(message));
  const { data } = await v0("/projects/shop/errors");
  const [{ message: name }] = data.errors;
  // As the original names it: 627 bytes, and the hash of the rest.
  expect(name).toMatch(/^在庫.{206,208}--truncated-by-faultline--[0-9a-f]{64}$/u);
  expect(Buffer.byteLength(name.split("--truncated")[0])).toBe(627);
  for (const known of [name, message]) expect((await v0(at(known))).data.error.message).toBe(message);
  expect((await v0(at(name), { method: "PATCH", body: '{"status":"resolved"}' })).data.error.status).toBe(
    "resolved",
  );
  expect((await v0(at(name), { method: "DELETE" })).status).toBe(204);
});
