import type { Report } from "@faultline/core/report";
import { memoryRegion, replicate, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { forRequest } from "../../ingest/deadline.js";
import { ingest } from "../../ingest/ingest.js";
import { ensureProject } from "../../projects/projects.js";
import { listIssues } from "../../query/list-issues.js";
import { rowPrefix } from "../series/page.js";
import { issueKey } from "./issue-row.js";

const report = (user: string, timestamp = Date.UTC(2026, 10, 24, 11)): Report => ({
  eventId: `of ${user}`,
  timestamp,
  level: "error",
  type: "TypeError",
  message: "it broke",
  exceptions: [],
  user: { id: user },
});

test("users go on being counted when their rows together are larger than a transaction takes", async () => {
  const clock = virtualClock(Date.UTC(2026, 10, 24, 12));
  const { ports, settle } = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const project = await ensureProject(ports, "shop");
  const post = async (from: number, to: number): Promise<void> => {
    const reports = Array.from({ length: to - from }, (_, place) => report(`user ${from + place}`));
    await ingest(forRequest(ports), { project, parsed: { reports, rejected: [] } });
    await settle();
  };
  const found = async () => {
    const { issues } = await listIssues(ports, {
      project: "shop",
      status: "all",
      sort: "lastSeen",
      limit: 1,
    });
    return issues.map(({ id, count, users }) => ({ id, count, users }));
  };
  await post(0, 30);
  const [issue] = await found();
  const { pk } = issueKey("shop", issue?.id ?? "");
  const buckets = await ports.view.query({ pk, from: rowPrefix("U", 0), to: `${rowPrefix("U", 0)}~` });
  const others = Buffer.alloc(370 * 1024, 0);
  for (const item of buckets.items) await ports.view.put({ ...item, d: others });
  await post(30, 330);
  expect(await found()).toEqual([{ ...issue, count: 330, users: 330 }]);
});

test("users are counted once, though their issue was written anew between two of their errors", async () => {
  const clock = virtualClock(Date.UTC(2026, 10, 24, 12));
  const a = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const b = memoryRegion({ region: "us-west-2", clock, seed: 2 });
  const project = await ensureProject(a.ports, "shop");
  // The very first of the issue has no time: a copy of it that was received later moves it, and all has to be laid out anew.
  const first = { ...report("first"), timestamp: undefined };
  const users = Array.from({ length: 60 }, (_, place) => report(`user ${place}`, clock.now() + 1000));
  const again = users.map((one) => ({ ...one, eventId: `${one.eventId} again` }));
  const post = ({ ports }: typeof a, reports: readonly Report[]) =>
    ingest(forRequest(ports), { project, parsed: { reports, rejected: [] } });
  await post(a, [first]);
  clock.set(clock.now() + 2000);
  await post(a, users);
  await a.settle();
  clock.set(clock.now() + 60_000);
  await post(b, [first]);
  await replicate(b, a);
  await a.settle();
  await post(a, again);
  await a.settle();
  const { issues } = await listIssues(a.ports, {
    project: "shop",
    status: "all",
    sort: "lastSeen",
    limit: 1,
  });
  expect(issues).toMatchObject([{ count: 121, users: 61 }]);
});
