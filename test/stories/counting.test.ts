import { afterAll, beforeAll, expect, test } from "vitest";
import type { Point } from "./api.js";
import { A, B, REGIONS, type RegionName, type RunningWorld, runningWorld } from "./running-world.js";
import { FIRST, SAMPLE, SAMPLE_MINUTES, SECOND } from "./sample-errors.js";
import { until } from "./until.js";

let world: RunningWorld;

beforeAll(async () => {
  world = await runningWorld();
});
afterAll(() => world.dispose());

const error = (message: string, more: object = {}) => ({ type: "notice", message, backtrace: [], ...more });

/** The only issue of a project, once this region counts so many events in it. */
const issueOf = (region: RegionName, project: string, count: number) =>
  until(`${project} has one issue with ${count} events in ${region}`, async () => {
    const [issue, ...others] = await world.api(region).issues(project);
    expect([issue?.count, others]).toEqual([count, []]);
    return issue;
  });

const dayOf = (day: string) => ({ unit: "minute", from: `${day}T00:00:00Z`, to: `${day}T23:59:59Z` });
const filled = (points: readonly Point[]) =>
  points.filter(({ count }) => count > 0).map(({ at, count }): [string, number] => [at, count]);

test("the original's sample, posted once, makes two issues with exact counts and minutes", async () => {
  const posted = await world.api(A).post("sample", SAMPLE);
  expect(posted.status).toBe(201);
  expect(JSON.parse(posted.text)).toMatchObject({
    id: expect.any(String),
    data: { errors: { postCount: 24 } },
  });
  await world.settled();

  for (const region of REGIONS) {
    const issues = await world.api(region).issues("sample");
    expect(issues.map(({ type, message, count }) => [type, message, count]).sort()).toEqual([
      ["notice", FIRST, 21],
      ["notice", SECOND, 3],
    ]);
    for (const { id, message } of issues) {
      const days = new Set(Object.keys(SAMPLE_MINUTES[message] ?? {}).map((at) => at.slice(0, 10)));
      const minutes: [string, number][] = [];
      for (const day of days) {
        const points = await world.api(region).timeline("sample", id, dayOf(day));
        expect(points).toHaveLength(24 * 60);
        minutes.push(...filled(points));
      }
      expect(Object.fromEntries(minutes)).toEqual(SAMPLE_MINUTES[message]);
    }
  }
});

test("errors without a time are counted when they were received, in both regions at the same minute", async () => {
  const [first] = (await world.api(A).issues("sample")).filter(({ message }) => message === FIRST);
  const { id, lastSeen } = first ?? { id: "", lastSeen: "" };
  const lastMinute = { unit: "minute", from: lastSeen, to: lastSeen };
  for (const region of REGIONS) {
    const [point] = await world.api(region).timeline("sample", id, lastMinute);
    expect(point).toMatchObject({ count: 3, regions: { [A]: 3 } });
  }
});

test("ten errors of one message in one second are ten occurrences", async () => {
  const errors = Array.from({ length: 10 }, () => error("once more", { timestamp: "2026-11-20T10:00:00Z" }));
  await world.api(B).post("burst", { errors });
  await world.settled();
  for (const region of REGIONS) {
    const { id } = await issueOf(region, "burst", 10);
    const occurrences = await world.api(region).occurrences("burst", id, 3);
    expect(new Set(occurrences.map((occurrence) => occurrence.id)).size).toBe(10);
    expect(new Set(occurrences.map(({ timestamp }) => timestamp))).toEqual(
      new Set(["2026-11-20T10:00:00.000Z"]),
    );
  }
});

test("a request sent three times with an Idempotency-Key, twice here and once there, counts once everywhere", async () => {
  const body = {
    errors: [error("kept"), error("kept", { timestamp: "2026-11-20T10:00:00Z" }), error("kept")],
  };
  const key = { "idempotency-key": "order-4711" };
  // The third goes out before B can have heard of the first two.
  await world.replication("pause");
  expect((await world.api(A).post("keyed", body, key)).status).toBe(201);
  expect((await world.api(A).post("keyed", body, key)).status).toBe(201);
  expect((await world.api(B).post("keyed", body, key)).status).toBe(201);
  await issueOf(A, "keyed", 3);
  await issueOf(B, "keyed", 3);
  await world.replication("resume");
  await world.settled();

  const inA = await issueOf(A, "keyed", 3);
  const inB = await issueOf(B, "keyed", 3);
  expect(inB).toEqual(inA);
  const span = { unit: "minute", from: "2026-11-20T10:00:00Z", to: "2026-11-20T10:00:59Z" };
  const last = { unit: "minute", from: inA.lastSeen, to: inA.lastSeen };
  for (const asked of [span, last, { unit: "day" }]) {
    const [left, right] = [
      await world.api(A).timeline("keyed", inA.id, { to: inA.lastSeen, ...asked }),
      await world.api(B).timeline("keyed", inA.id, { to: inA.lastSeen, ...asked }),
    ];
    expect(left.length).toBeGreaterThan(0);
    expect(right).toEqual(left);
  }
  expect(await world.api(B).occurrences("keyed", inA.id)).toEqual(
    await world.api(A).occurrences("keyed", inA.id),
  );
});
