import { gzipSync } from "node:zlib";
import { httpWorld, JSON_TYPE } from "@faultline/testing/http-world";
import { CLIENT_KEY } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import * as z from "zod";
import { createApp } from "../http/app.js";
import { Buckets } from "./bucket.js";
import type { QuotaSettings } from "./quotas.js";

const Occurrences = z.object({
  occurrences: z.array(z.looseObject({ extra: z.record(z.string(), z.unknown()).nullish() })),
});

const SMALL: QuotaSettings = { projectPerSecond: 1, keyPerSecond: 1, newProjectsPerHour: 3 };

/** A world whose quotas are small, and how to post to it. */
function world(quotas: QuotaSettings) {
  const made = httpWorld();
  const ports = { ...made.region.ports, settings: { ...made.region.ports.settings, quotas } };
  const app = createApp(ports, {
    healthy: async () => true,
    peerHealthy: async () => false,
    staleMilliseconds: 5000,
  });
  const post = async (errors: readonly object[], project = "shop", from = "203.0.113.7", path?: string) =>
    app.request(path ?? `/v0/projects/${project}/errors`, {
      method: "POST",
      headers: { "x-api-key": CLIENT_KEY, "x-forwarded-for": from, ...JSON_TYPE, "content-encoding": "gzip" },
      body: gzipSync(JSON.stringify({ errors })),
    });
  return { ...made, post };
}

const errors = (count: number, message = "it broke") =>
  Array.from({ length: count }, (_, place) => ({
    id: `${message}-${place}`.replaceAll(" ", "-"),
    type: "E",
    message,
    backtrace: [{ file: "app/cart.js", line: place, function: "total" }],
    params: { long: "x".repeat(1_000) },
  }));

test("beyond the quota every event counts, the first ones of each issue keep their bodies, and rare ones do", async () => {
  const { post, issuesOf, get } = world(SMALL);
  expect((await post(errors(200))).status).toBe(201);
  expect((await post(errors(100, "a flood of it"))).status).toBe(201);
  expect(
    (await post([{ type: "Rare", message: "seldom", id: "seldom", params: { long: "y" } }])).status,
  ).toBe(201);
  const issues = await issuesOf();
  expect(issues.map(({ count }) => count).sort((a, b) => b - a)).toEqual([300, 1]);
  const [flood, rare] = [issues.find(({ count }) => count === 300), issues.find(({ count }) => count === 1)];
  const bodiesOf = async (issue = "") =>
    (await get(`/v1/projects/shop/issues/${issue}/occurrences?limit=100`, Occurrences)).occurrences.filter(
      ({ extra }) => extra?.params !== undefined,
    );
  const kept = await bodiesOf(flood?.id);
  expect(kept.length).toBeLessThan(100);
  expect(await bodiesOf(rare?.id)).toHaveLength(1);
});

test("far beyond it whoever sends much is refused unread, as his wire says it; others with the same key are not", async () => {
  const { post, clock } = world(SMALL);
  for (let count = 0; count < 10; count++) await post(errors(90, `flood ${count}`));
  const refused = await post(errors(1, "one more"));
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ errors: [{ code: "quota_exceeded" }] });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await post(errors(1, "another"), "shop", "198.51.100.1")).status).toBe(201);
  const airbrake = await post([], "shop", "203.0.113.7", `/api/v3/projects/shop/notices`);
  expect(airbrake.status).toBe(429);
  expect(Number(airbrake.headers.get("x-ratelimit-delay"))).toBeGreaterThan(0);
  clock.set(clock.now() + 20 * 60_000);
  expect((await post(errors(1, "later"))).status).toBe(201);
});

test("a client key makes so many projects an hour, or none at all", async () => {
  const limited = world(SMALL);
  const statuses: number[] = [];
  for (const name of ["a", "b", "c", "d", "a"])
    statuses.push((await limited.post([{ message: name }], name)).status);
  expect(statuses).toEqual([201, 201, 201, 429, 201]);
  limited.clock.set(limited.clock.now() + 60 * 60_000);
  expect((await limited.post([{ message: "d" }], "d")).status).toBe(201);

  const known = world({ ...SMALL, newProjectsPerHour: 0 });
  await known.change("/v1/projects/shop", "PUT", {});
  expect((await known.post([{ message: "m" }], "shop")).status).toBe(201);
  expect((await known.post([{ message: "m" }], "other")).status).toBe(404);
});

test("a retry is counted once, whether its first try kept bodies or not", async () => {
  const { post, issuesOf, clock } = world(SMALL);
  await post(errors(150, "before"));
  const slim = errors(60, "again");
  expect((await post(slim)).status).toBe(201);
  clock.set(clock.now() + 10 * 60_000);
  expect((await post(slim)).status).toBe(201);
  expect((await issuesOf()).reduce((sum, { count }) => sum + count, 0)).toBe(210);
});

test("?explain=1 takes a hundred errors", async () => {
  const { post } = world(SMALL);
  const explained = async (count: number) =>
    (
      await post(
        Array.from({ length: count }, () => ({ type: "E" })),
        "shop",
        undefined,
        "/v0/projects/shop/errors?explain=1",
      )
    ).status;
  expect([await explained(100), await explained(101), await explained(10_000)]).toEqual([200, 413, 413]);
});

test("a bucket holds its burst, fills again, and forgets nobody who is in debt too soon", () => {
  const buckets = new Buckets({ perSecond: 10, burst: 20 });
  expect([buckets.take("a", 15, 0), buckets.take("a", 15, 0), buckets.take("a", 1, 0)]).toEqual([
    true,
    true,
    false,
  ]);
  expect(buckets.has("b", 0)).toBe(true);
  expect(buckets.waitSeconds("a", 0)).toBe(2);
  expect(buckets.has("a", 1_000)).toBe(false);
  expect(buckets.has("a", 1_200)).toBe(true);
});
