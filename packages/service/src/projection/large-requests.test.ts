import type { Report } from "@faultline/core/report";
import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { expect, test } from "vitest";
import { forRequest } from "../ingest/deadline.js";
import { ingest } from "../ingest/ingest.js";
import type { Ports } from "../ports.js";
import { ensureProject } from "../projects/projects.js";
import { getIssues } from "../query/issues.js";
import { listIssues } from "../query/list-issues.js";
import { timeline } from "../query/timeline.js";
import { applyChanges } from "./apply-changes.js";
import { describeView } from "./describe.js";
import { PARKED } from "./parked.js";

const START = Date.UTC(2026, 10, 24, 12);
const DAY = 86_400_000;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** Posts all in one request and takes it in as a stream does. */
async function takeOneRequest(reports: readonly Report[]): Promise<Ports> {
  const region = memoryRegion({ region: "us-east-1", clock: virtualClock(START), seed: 1 });
  const project = await ensureProject(region.ports, "shop");
  await ingest(forRequest(region.ports), { project, parsed: { reports, rejected: [] } });
  const records = region.log.feed.read(0, Number.POSITIVE_INFINITY);
  await applyChanges(
    region.ports,
    records.map(({ new: item }) => ({ new: item })),
  );
  return region.ports;
}

const spread = (count: number, days: number, issues: number): Report[] => {
  const random = seeded(SEED);
  return Array.from({ length: count }, (_, place) => ({
    eventId: `e${place}`,
    timestamp: START - Math.floor(random() * days * DAY),
    level: "error",
    type: `T${place % issues}`,
    message: "it broke",
    exceptions: [],
    user: { id: `user ${place % 700}` },
    release: `1.${place % 40}`,
  }));
};

async function counted(ports: Ports): Promise<Record<string, unknown>> {
  const { issues } = await listIssues(ports, {
    project: "shop",
    status: "all",
    sort: "lastSeen",
    limit: 100,
  });
  const found = await getIssues(
    ports,
    "shop",
    issues.map(({ id }) => id),
  );
  const span = { project: "shop", from: START - 100 * DAY, to: START, unit: "day" } as const;
  const sum = async (issue?: string): Promise<number> =>
    (await timeline(ports, { ...span, issue })).reduce((total, { count }) => total + count, 0);
  const { broken, events } = await describeView(ports);
  return {
    issues: [...found.values()].reduce((total, { count }) => total + count, 0),
    users: [...found.values()].reduce((total, { users }) => total + users, 0),
    inIssues: (await Promise.all([...found.keys()].map(sum))).reduce((total, count) => total + count, 0),
    project: events,
    inProject: await sum(),
    broken,
    parked: (await ports.view.query({ pk: PARKED })).items.length,
  };
}

for (const [count, days, issues] of [
  [1500, 7, 1],
  [2500, 7, 1],
  [4100, 89, 1],
  [4100, 60, 7],
] as const) {
  test(`one request of ${count} errors over ${days} days counts in ${issues} issues and in the project`, async () => {
    console.info(`SEED=${SEED}`);
    const reports = spread(count, days, issues);
    const ports = await takeOneRequest(reports);
    expect(await counted(ports)).toEqual({
      issues: count,
      users: new Set(reports.map(({ type, user }) => `${type} of ${user?.id}`)).size,
      inIssues: count,
      project: count,
      inProject: count,
      broken: [],
      parked: 0,
    });
  });
}
