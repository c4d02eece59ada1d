import { METRICS } from "../metrics.js";
import { labelsOf } from "../notify/configs.js";
import { destinationsOf, stateOf } from "../notify/destination.js";
import type { Ports } from "../ports.js";
import { outboxAge } from "./outbox-age.js";
import { type RegionRow, readLeader, type Trouble, writeRow } from "./rows.js";

/** What a status is made of. */
type StatusPorts = Pick<Ports, "region" | "regions" | "log" | "view" | "clock" | "meter" | "isLeader">;

interface OwnState {
  readonly healthy: boolean;
  /** Issues that have something to tell. */
  readonly outboxDepth: number;
}

/** That a region lives its heartbeats say: what it says of itself is written again when it has changed, or after so long. */
const UNCHANGED_MILLISECONDS = 15 * 60_000;

/**
 * Writes down how this region does, for both regions to show. Gives back what is written; `before`: what it gave back the
 * last time.
 */
export async function writeStatus(
  ports: StatusPorts,
  { healthy, outboxDepth }: OwnState,
  before?: RegionRow,
): Promise<RegionRow> {
  const { region } = ports;
  const at = ports.clock.now();
  const isLeader = await ports.isLeader();
  ports.meter.measure(METRICS.outboxMilliseconds, outboxDepth === 0 ? 0 : await outboxAge(ports));
  // First, so that whoever sees this region lead sees since when, and from whom.
  if (isLeader && !before?.home) await noteLeader(ports, at);
  // Only the leader tries destinations; what the other remembers of them is old.
  const destinations = isLeader ? await troublesOf(ports) : [];
  const row: RegionRow = { kind: "region", region, at, healthy, home: isLeader, outboxDepth, destinations };
  if (before && at - before.at < UNCHANGED_MILLISECONDS && isSame(row, before)) return before;
  await writeRow(ports, row);
  return row;
}

const isSame = (row: RegionRow, before: RegionRow): boolean =>
  JSON.stringify({ ...row, at: 0 }) === JSON.stringify({ ...before, at: 0 });

/**
 * Written once by each region that becomes the leader: the last one tells when the failover was. Whichever region was up
 * first at the very beginning led until the primary one was up, too: that is no failover.
 */
async function noteLeader(ports: Pick<Ports, "region" | "regions" | "log">, at: number): Promise<void> {
  const { region, regions } = ports;
  const before = await readLeader(ports);
  if (before?.region === region) return;
  const isBeginning = before !== undefined && before.from === undefined && region === regions[0];
  await writeRow(ports, { kind: "home", region, at, from: isBeginning ? undefined : before?.region });
}

async function troublesOf(ports: Pick<Ports, "log" | "view" | "clock">): Promise<Trouble[]> {
  const now = ports.clock.now();
  const failing = (await destinationsOf(ports)).filter(
    ({ destination }) => stateOf(destination, now) !== "ok",
  );
  const labels = new Map<string, string>();
  for (const project of new Set(failing.map((one) => one.project)))
    for (const [id, label] of await labelsOf(ports, project)) labels.set(`${project}#${id}`, label);
  return failing.flatMap(({ project, config, destination }) => {
    const state = stateOf(destination, now);
    if (state === "ok") return [];
    const openUntil = state === "open" ? destination.openUntil : undefined;
    return [{ project, destination: labels.get(`${project}#${config}`) ?? config, state, openUntil }];
  });
}
