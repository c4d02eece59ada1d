import { type HttpWorld, httpWorld, NOW, oneError } from "@faultline/testing/http-world";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { drainOutbox } from "../notify/drain.js";

const HOUR = 3_600_000;

let world: HttpWorld;
beforeEach(() => {
  world = httpWorld();
});

const Rows = z.object({
  issues: z.array(
    z.looseObject({
      message: z.string(),
      sparkline: z
        .object({
          unit: z.string(),
          from: z.string(),
          counts: z.array(z.number()),
          regions: z.record(z.string(), z.array(z.number())),
        })
        .optional(),
      notified: z.array(z.object({ destination: z.string(), at: z.string() })),
    }),
  ),
});
const rows = async (query: string) => (await world.get(`/v1/projects/shop/issues${query}`, Rows)).issues;

/** So many errors of one message, each at `at`. */
async function happened(message: string, at: number, count: number): Promise<void> {
  const one = oneError(message, { timestamp: new Date(at).toISOString() }).errors[0];
  await world.post({ errors: Array.from({ length: count }, () => one) });
  await world.region.settle();
}

test("a row's sparkline counts each of the last 24 hours, of an issue with few events and of one with many", async () => {
  await happened("few", NOW - 2 * HOUR, 3);
  await happened("few", NOW - 30 * HOUR, 5);
  for (const hoursAgo of [23, 5, 0]) await happened("many", NOW - hoursAgo * HOUR, 70 + hoursAgo);
  const shown = new Map((await rows("?sparkline=24h")).map((row) => [row.message, row.sparkline]));
  const expected = (...places: [number, number][]): number[] =>
    Array.from({ length: 24 }, (_, place) => places.find(([at]) => at === place)?.[1] ?? 0);
  expect(shown.get("few")?.counts).toEqual(expected([21, 3]));
  expect(shown.get("many")?.counts).toEqual(expected([0, 93], [18, 75], [23, 70]));
  expect(shown.get("many")?.regions).toEqual({ "us-east-1": shown.get("many")?.counts });
  expect(shown.get("many")?.from).toBe(new Date(NOW - 23 * HOUR).toISOString());
});

test("asked again, a sparkline counts what came since, moves on with the hours, and is another one for each environment", async () => {
  const line = async (query: string) => (await rows(`?sparkline=24h${query}`))[0]?.sparkline?.counts;
  const ending = (...counts: number[]): number[] => [...Array(24 - counts.length).fill(0), ...counts];
  await happened("few", NOW - HOUR, 3);
  expect(await line("")).toEqual(ending(3, 0));
  expect(await line("&environment=prod")).toBeUndefined();
  const error = { ...oneError("few").errors[0], context: { environment: "prod" } };
  await world.post({ errors: [error] });
  await world.region.settle();
  expect(await line("")).toEqual(ending(3, 1));
  expect(await line("&environment=prod")).toEqual(ending(1));
  expect(await line("")).toEqual(ending(3, 1));
  world.clock.set(NOW + HOUR);
  expect(await line("")).toEqual(ending(3, 1, 0));
});

test("of 14 days when asked for, and none when not", async () => {
  await happened("few", NOW - 30 * HOUR, 5);
  const [row] = await rows("?sparkline=14d");
  expect(row?.sparkline).toMatchObject({ unit: "day", counts: [...Array(12).fill(0), 5, 0] });
  expect((await rows(""))[0]?.sparkline).toBeUndefined();
});

test("a row says where its issue was told, masked", async () => {
  const endpoint = "https://hooks.slack.com/services/T/B/secret";
  const region = {
    ...world.region.ports,
    send: async () => ({ kind: "answered" as const, answer: { status: 200, headers: {}, body: "ok" } }),
  };
  await world.post({ ...oneError(), notifications: [{ type: "slack", endpoint, channel: "#errors" }] });
  await world.post(oneError("never told"));
  await world.region.settle();
  expect((await rows("")).flatMap(({ notified }) => notified)).toEqual([]);
  await drainOutbox(region);
  expect(Object.fromEntries((await rows("")).map(({ message, notified }) => [message, notified]))).toEqual({
    "it broke": [{ destination: "slack #errors", at: new Date(NOW).toISOString() }],
    "never told": [],
  });
});
