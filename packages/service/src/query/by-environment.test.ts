import type { Report } from "@faultline/core/report";
import type { MemoryRegion } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { converge, MINUTE, postTo, rebuilt, START, twoRegions } from "@faultline/testing/two-regions";
import { expect, test } from "vitest";
import type { Item, Key, Ports } from "../ports.js";
import { describeView } from "../projection/describe.js";
import { renewView } from "../projection/renew-view.js";
import { SINGLE } from "../table/layout.js";
import { collect } from "../table/query-all.js";
import { scanAll } from "../table/scan-all.js";
import { allIssues } from "./all-issues.js";
import { countIn } from "./is-environment.js";
import { listIssues } from "./list-issues.js";
import { sparklines } from "./sparklines.js";
import { timeline } from "./timeline.js";

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const HOUR = 60 * MINUTE;
const NAMES = ["production", "staging", "Production", undefined];

const report = (
  kind: number,
  eventId: string,
  timestamp: number,
  environment: string | undefined,
): Report => ({
  eventId,
  timestamp,
  level: "error",
  type: `Kind${"abc"[kind]}`,
  message: "it broke",
  exceptions: [],
  environment,
});

/** Events of three issues over ten hours, some posted twice, posted to both regions; most of them of the first issue. */
async function happened(a: MemoryRegion, b: MemoryRegion): Promise<readonly Report[]> {
  const random = seeded(SEED);
  const reports = Array.from({ length: 600 }, (_, place) => {
    const kind = Math.floor(random() ** 2 * 3);
    const at = START - Math.floor(random() ** 3 * 10 * HOUR);
    return report(kind, `event-${place}`, at, NAMES[Math.floor(random() * NAMES.length)]);
  });
  for (let from = 0; from < reports.length; from += 30) {
    const some = reports.slice(from, from + 30);
    await postTo((random() < 0.5 ? a : b).ports, some);
    if (random() < 0.2) await postTo((random() < 0.5 ? a : b).ports, some.slice(0, 5));
    await a.settle();
    await b.settle();
  }
  await converge(a, b);
  return reports;
}

const isIn = (asked: string) => (one: Report) => one.environment?.toLowerCase() === asked.toLowerCase();

/** What a region says of an environment, against a count over all that was sent. */
async function expectExact(ports: Ports, reports: readonly Report[], environment: string): Promise<void> {
  const asked = { status: "all", sort: "count", limit: 50, environment } as const;
  const { issues } = await listIssues(ports, { project: "shop", ...asked });
  const counts = Object.fromEntries(issues.map(({ type, count }) => [type, count]));
  const meant = reports.filter(isIn(environment));
  const expected: Record<string, number> = {};
  for (const { type } of meant) expected[type] = (expected[type] ?? 0) + 1;
  expect(counts, `SEED=${SEED}`).toEqual(expected);
  expect(Object.values(counts)).toEqual(Object.values(counts).toSorted((x, y) => y - x));
  expect((await allIssues(ports, { projects: ["shop"], ...asked })).issues).toEqual(issues);
  const ids = issues.map(({ id }) => id);
  const lines = await sparklines(ports, "shop", ids, { span: "24h", environment });
  for (const { id, type, environmentCounts } of issues) {
    const own = meant.filter((one) => one.type === type);
    expect(countIn(environmentCounts ?? {}, environment)).toBe(own.length);
    expect(
      lines.get(id)?.counts.reduce((sum, count) => sum + count, 0),
      `SEED=${SEED}`,
    ).toBe(own.length);
    const span = { from: START - HOUR, to: START, unit: "minute", environment } as const;
    const points = await timeline(ports, { project: "shop", issue: id, ...span });
    for (const { at, count } of points)
      expect(count, `SEED=${SEED}`).toBe(
        own.filter(({ timestamp = 0 }) => Math.floor(timestamp / MINUTE) * MINUTE === at).length,
      );
  }
}

async function everything(table: Ports["view"], isMeant: (key: Key) => boolean): Promise<Item[]> {
  return (await collect(scanAll(table))).filter(isMeant);
}

test("counts, sparklines and timelines of an environment are exact, in both regions and after a rebuild", async () => {
  const { a, b } = twoRegions(SEED);
  const reports = await happened(a, b);
  for (const environment of ["production", "staging"]) {
    await expectExact(a.ports, reports, environment);
    await expectExact(b.ports, reports, environment);
    await expectExact(await rebuilt(a.ports), reports, environment);
  }
  const nowhere = { status: "all", sort: "lastSeen", limit: 50, environment: "elsewhere" } as const;
  expect((await listIssues(a.ports, { project: "shop", ...nowhere })).issues).toEqual([]);
});

test("a view whose hours an earlier version wrote is exact at once, and heals", async () => {
  const { a, b } = twoRegions(SEED);
  const reports = await happened(a, b);
  const isHour = ({ sk }: Key): boolean => sk.startsWith("T#");
  const hours = await everything(a.ports.view, isHour);
  expect(hours.length).toBeGreaterThan(5);
  for (const { q: _, pk, sk, ...rest } of hours) await a.ports.view.put({ ...rest, pk, sk });
  for (const item of await everything(a.ports.view, ({ pk, sk }) => /^[IP]#/.test(pk) && sk === SINGLE))
    await a.ports.view.put({ ...item, v: 3 });
  await expectExact(a.ports, reports, "production");
  const late = report(0, "late", START - 1000, "production");
  await postTo(a.ports, [late]);
  await a.settle();
  await expectExact(a.ports, [...reports, late], "production");
  expect(await renewView(a.ports, { until: Number.POSITIVE_INFINITY })).toBe(true);
  await expectExact(a.ports, [...reports, late], "production");
  const healed = await describeView(a.ports);
  expect(healed.broken).toEqual([]);
  expect(healed.lines).toEqual((await describeView(await rebuilt(a.ports))).lines);
  for (const hour of await everything(a.ports.view, isHour)) expect(hour.q).toBeDefined();
});
