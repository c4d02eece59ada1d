import { type Event, newIssueOf } from "@faultline/core/event";
import type { Report } from "@faultline/core/report";
import { eventOf } from "@faultline/service/ingest/ingest";
import { packItem, packsOf } from "@faultline/service/ingest/pack";
import type { Ports } from "@faultline/service/ports";
import { rebuild } from "@faultline/service/projection/rebuild";
import { ensureProject } from "@faultline/service/projects/projects";
import { memoryTable } from "./memory-table.js";
import { type MemoryRegion, memoryRegion, replicate, virtualClock } from "./memory-world.js";

/** When the worlds of these tests begin. */
export const START = Date.UTC(2026, 10, 24, 12);
export const MINUTE = 60_000;

/** Two regions that hear of each other when told to. */
export function twoRegions(seed: number) {
  const clock = virtualClock(START);
  const a = memoryRegion({ region: "us-east-1", clock, seed });
  const b = memoryRegion({ region: "us-west-2", clock, seed: seed + 1 });
  return { a, b, clock };
}

/** Stores events of one kind each, in the request of a region; gives back what was stored. */
export async function postTo(ports: Ports, reports: readonly Report[]): Promise<readonly Event[]> {
  const project = await ensureProject(ports, "shop");
  const request = { project, parsed: { reports, rejected: [] }, notify: [] };
  const stored: Event[] = [];
  async function* events(): AsyncGenerator<Event> {
    for (const [index, report] of reports.entries()) {
      const event = await eventOf(ports, request, report, index);
      if ("droppedBy" in event) continue;
      stored.push(event);
      yield event;
    }
  }
  for await (const pack of packsOf("shop", events()))
    await ports.log.put(await packItem(ports, "shop", pack), { kind: "absent" });
  return stored;
}

/** A report of one of several kinds, each its own issue. */
export const failure = (kind: number, eventId: string, timestamp: number, user: number): Report => {
  const frames = [{ file: `src/part${kind}.ts`, function: `part${kind}`, line: 3, inApp: true }];
  const exceptions = [{ type: `Failure${kind}`, message: "no", frames }];
  const named = { eventId, timestamp, user: { id: `user ${user}` } };
  return { ...named, level: "error", type: `Failure${kind}`, message: "no", exceptions };
};

/** Hands everything to both regions until neither has news. */
export async function converge(a: MemoryRegion, b: MemoryRegion): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await replicate(a, b);
    await replicate(b, a);
    await a.settle();
    await b.settle();
  }
}

/** The same region with a view made anew from its log. */
export async function rebuilt(ports: Ports): Promise<Ports> {
  const anew = { ...ports, view: memoryTable({ clock: ports.clock, hasFeed: false }).table };
  await rebuild(anew, () => undefined);
  return anew;
}

/** The issue that an event of the project `shop` is in. */
export const issueIn = (event: Event): string => newIssueOf("shop", event);
