import { type HttpWorld, httpWorld, MASTER, oneError } from "@faultline/testing/http-world";
import { SLACK } from "@faultline/testing/notify-world";
import { beforeEach, expect, test } from "vitest";
import * as z from "zod";
import { drainOutbox } from "../notify/drain.js";
import { renewView } from "../projection/renew-view.js";
import { SINGLE, shortIdsPartition } from "../table/layout.js";
import { wrapLog, wrapTable } from "../table/wrap-table.js";
import { createApp } from "./app.js";

const Page = z.object({
  issues: z.array(z.looseObject({ shortId: z.string(), notified: z.array(z.unknown()) })),
});

let world: HttpWorld;
beforeEach(() => {
  world = httpWorld();
});

/** Issues with a message each, told to somebody. */
async function happened(count: number): Promise<void> {
  const errors = Array.from({ length: count }, (_, place) =>
    oneError(`it broke like ${String.fromCharCode(97 + (place % 26), 97 + Math.floor(place / 26))}`, {
      type: `Broken${place}`,
      release: `1.${place % 3}.0`,
    }),
  );
  await world.post({ errors: errors.flatMap((one) => one.errors), notifications: [SLACK] });
  await world.region.settle();
  const send = async () => ({ kind: "answered" as const, answer: { status: 200, headers: {}, body: "ok" } });
  await drainOutbox({ ...world.region.ports, send });
}

/** What is answered where the tables are these. */
async function answerOver(
  tables: Partial<HttpWorld["region"]["ports"]>,
  path: string,
): Promise<z.infer<typeof Page>> {
  const app = createApp(
    { ...world.region.ports, ...tables },
    { healthy: async () => true, peerHealthy: async () => false, staleMilliseconds: 5000 },
  );
  const answer = await app.request(path, { headers: MASTER });
  return Page.parse(await answer.json());
}

/** How many calls of its tables an answer took, and how many issues it has. */
async function callsOf(path: string): Promise<{ calls: number; issues: number; told: number }> {
  let calls = 0;
  const counted = <T>(call: () => Promise<T>): Promise<T> => {
    calls++;
    return call();
  };
  const { view, log } = world.region.ports;
  const { issues } = await answerOver({ view: wrapTable(view, counted), log: wrapLog(log, counted) }, path);
  const told = issues.filter(({ notified }) => notified.length > 0).length;
  return { calls, issues: issues.length, told };
}

test.each([
  "/v1/projects/shop/issues?status=unresolved&sparkline=24h",
  "/v1/projects/shop/issues?query=level:error&sparkline=14d",
  "/v1/issues?status=unresolved&sparkline=24h",
])("a page of 50 issues asks the tables as often as one of 5 does: %s", async (path) => {
  await happened(60);
  const few = await callsOf(`${path}&limit=5`);
  const many = await callsOf(`${path}&limit=50`);
  expect([few.issues, many.issues]).toEqual([5, 50]);
  // The destination takes so many messages a minute.
  expect(many.told).toBeGreaterThan(5);
  expect(many.calls).toBe(few.calls);
});

/** The rows of the view that an answer of five issues asks for by their keys. */
async function rowsAskedBy(path: string): Promise<string[]> {
  const asked: string[] = [];
  const { ports } = world.region;
  const view: typeof ports.view = {
    ...wrapTable(ports.view, (call) => call()),
    getMany: (keys) => {
      asked.push(...keys.map(({ pk, sk }) => `${pk} ${sk}`));
      return ports.view.getMany(keys);
    },
  };
  expect((await answerOver({ view }, `${path}&limit=5`)).issues).toHaveLength(5);
  return asked;
}

test.each([
  "/v1/projects/shop/issues?sparkline=24h",
  "/v1/projects/shop/issues?query=level:error&sparkline=24h",
  "/v1/issues?query=level:error",
])("no row of the view is asked for twice: %s", async (path) => {
  await happened(60);
  const asked = await rowsAskedBy(path);
  expect(asked.length).toBeGreaterThan(5);
  expect(asked).toEqual([...new Set(asked)]);
});

test("a search that nearly every issue meets looks at those of its page, and at some that may have been seen later", async () => {
  await happened(520);
  const asked = await rowsAskedBy("/v1/projects/shop/issues?query=level:error");
  expect(asked.filter((row) => row.startsWith("I#")).length).toBeLessThan(300);
});

test("a view of an earlier version, once renewed, says the same of its issues in as few calls", async () => {
  await happened(50);
  const path = "/v1/projects/shop/issues?status=unresolved";
  const { ports } = world.region;
  const before = await world.get(path, Page);
  const { calls } = await callsOf(path);
  await asBefore(ports);
  const told = async () => (await world.get(path, Page)).issues.map(({ shortId }) => shortId);
  expect(await told()).toEqual(before.issues.map(({ shortId }) => shortId));
  expect((await callsOf(path)).calls).toBeGreaterThan(calls);
  expect(await renewView(ports, { until: Number.POSITIVE_INFINITY })).toBe(true);
  expect(await world.get(path, Page)).toEqual(before);
  expect((await callsOf(path)).calls).toBe(calls);
});

/** Rows as they were: of short ids one for each issue, of whom it was told only the history. */
async function asBefore({ view, log }: HttpWorld["region"]["ports"]): Promise<void> {
  for (const { pk, sk } of (await view.scan()).items)
    if (pk.startsWith("H#")) await view.delete({ pk, sk });
    else if (pk.startsWith("I#") && sk === SINGLE)
      await view.put({ pk: shortIdsPartition("shop"), sk: pk.slice(pk.lastIndexOf("#iss_") + 5), x: 9e9 });
  const last = { kind: "replace", because: "last write wins" } as const;
  for (const { pk, sk } of (await log.scan()).items)
    if (pk.startsWith("C#D#")) await log.put({ pk, sk, told: [], ver: 1, x: 9e9 }, last);
}
