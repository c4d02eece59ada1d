import { httpWorld, JSON_TYPE, projectKey } from "@faultline/testing/http-world";
import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";

const DAY = 86_400_000;
const HOUR = 3_600_000;

const Occurrences = z.object({
  occurrences: z.array(
    z.object({ id: z.string(), timestamp: z.string(), clientTimestamp: z.string().optional() }),
  ),
});
const Timeline = z.object({ points: z.array(z.object({ count: z.number() })) });

let world: ReturnType<typeof httpWorld>;
let key: string;
beforeEach(async () => {
  world = httpWorld();
  key = await projectKey(world);
});

const iso = (time: number): string => new Date(time).toISOString();

const post = async (more: object): Promise<void> => {
  const body = { errors: [{ type: "TypeError", message: "it broke", ...more }] };
  expect((await world.post(body)).status).toBe(201);
};

/** An event as Sentry's SDKs send it, `sent_at` in the header. */
async function envelope({ id, at, sentAt }: { id: string; at?: number; sentAt?: number }): Promise<void> {
  const exception = { values: [{ type: "TypeError", value: "it broke" }] };
  const header = { event_id: id, sent_at: sentAt === undefined ? undefined : iso(sentAt) };
  const event = { event_id: id, timestamp: at === undefined ? undefined : at / 1000, exception };
  const lines = [header, { type: "event" }, event].map((line) => JSON.stringify(line));
  const headers = { "x-sentry-auth": `Sentry sentry_version=7, sentry_key=${key}`, ...JSON_TYPE };
  const response = await world.app.request("/api/1/envelope/", {
    method: "POST",
    headers,
    body: lines.join("\n"),
  });
  expect(response.status).toBe(200);
}

async function issue() {
  const [one] = await world.issuesOf();
  if (!one) throw new Error("no issue");
  return one;
}

const occurrences = async () =>
  (await world.get(`/v1/projects/shop/issues/${(await issue()).id}/occurrences`, Occurrences)).occurrences;

async function resolve(): Promise<void> {
  const { id } = await issue();
  const path = `/v1/projects/shop/issues/${id}`;
  expect((await world.change(path, "PATCH", { status: "resolved" })).status).toBe(200);
  expect((await issue()).status).toBe("resolved");
}

const pass = (milliseconds: number): void => world.clock.set(world.clock.now() + milliseconds);

describe("a time in the future", () => {
  test.each(["2199-01-01T00:00:00Z", "2026-11-24T21:00:00"])(
    "%s is its receipt, and told",
    async (timestamp) => {
      await post({ timestamp });
      expect(await occurrences()).toMatchObject([{ timestamp: iso(world.clock.now()) }]);
      expect((await occurrences())[0]?.clientTimestamp).toBe(
        iso(Date.parse(timestamp.endsWith("Z") ? timestamp : `${timestamp}Z`)),
      );
      const { points } = await world.get("/v1/projects/shop/timeline?unit=hour", Timeline);
      expect(points.reduce((sum, { count }) => sum + count, 0)).toBe(1);
    },
  );

  test("takes nothing from those that come later: the issue can be resolved, and comes back", async () => {
    await post({ timestamp: "2199-01-01T00:00:00Z" });
    pass(HOUR);
    await resolve();
    pass(HOUR);
    await post({ timestamp: iso(world.clock.now()) });
    expect(await issue()).toMatchObject({ status: "unresolved", regressed: true, count: 2 });
  });
});

test.each([
  ["two hours slow", -2 * HOUR],
  ["local time west of Greenwich, without a zone", -8 * HOUR],
])("an error by a clock %s reopens the issue it comes back to", async (_, offset) => {
  await post({ timestamp: iso(world.clock.now() + offset) });
  pass(HOUR);
  await resolve();
  pass(1000);
  await post({ timestamp: iso(world.clock.now() + offset).replace("Z", "") });
  expect(await issue()).toMatchObject({ status: "unresolved", regressed: true });
});

test("a backlog of before the decision does not reopen the issue, whichever sign tells that it is one", async () => {
  await post({});
  pass(HOUR);
  const before = world.clock.now();
  await resolve();
  pass(1000);
  await post({ timestamp: iso(before - 3 * DAY) });
  await envelope({ id: "a".repeat(32), at: before - 10 * 60_000, sentAt: world.clock.now() });
  expect(await issue()).toMatchObject({ status: "resolved", count: 3 });
});

test("a backlog of after the decision reopens it", async () => {
  await post({});
  await resolve();
  pass(5 * DAY);
  await post({ timestamp: iso(world.clock.now() - 2 * DAY) });
  expect(await issue()).toMatchObject({ status: "unresolved", regressed: true });
});

test("a clock that sent_at shows to be wrong is set right, and what it said is told", async () => {
  const wrong = world.clock.now() - 3 * DAY;
  await envelope({ id: "b".repeat(32), at: wrong - 2000, sentAt: wrong });
  const [one] = await occurrences();
  expect(one?.clientTimestamp).toBe(iso(wrong - 2000));
  expect(Math.abs(Date.parse(one?.timestamp ?? "") - (world.clock.now() - 2000))).toBeLessThan(1000);
});

test("an event without a time counts once, whenever its request is sent again", async () => {
  await envelope({ id: "c".repeat(32), sentAt: world.clock.now() });
  pass(20 * 60_000);
  await envelope({ id: "c".repeat(32), sentAt: world.clock.now() });
  expect(await issue()).toMatchObject({ count: 1 });
});

test("an id of zeros alone is none", async () => {
  await envelope({ id: "0".repeat(32) });
  await envelope({ id: "0".repeat(32) });
  await post({ id: "00000000-0000-0000-0000-000000000000" });
  await post({ id: "00000000-0000-0000-0000-000000000000" });
  expect(await issue()).toMatchObject({ count: 4 });
});

test("an id used again for an error of another time is another event", async () => {
  for (let second = 0; second < 40; second++)
    await post({ id: "always the same", timestamp: iso(world.clock.now() - second * 60_000) });
  const { id, count } = await issue();
  expect(count).toBe(40);
  expect(await occurrences()).toHaveLength(40);
  const path = `/v1/projects/shop/issues/${id}/occurrences/${encodeURIComponent((await occurrences())[0]?.id ?? "")}`;
  expect(await world.get(path, z.looseObject({}))).toMatchObject({ issue: id });
});
