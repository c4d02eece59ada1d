import * as z from "zod";
import type { Key, Ports } from "../ports.js";
import { compareAndSwap } from "../table/compare-and-swap.js";
import { destinationsPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { PendingNotification, withDue } from "./pending-notification.js";

const FAILURES_MAX = 5;
const OPEN_MILLISECONDS = 60_000;
const MINUTE = 60_000;

/** How one destination does, as this region's view knows it. */
const Destination = z.object({
  /** Failures in a row. */
  failures: z.number().default(0),
  /** Until then nothing is tried: the breaker is open. */
  openUntil: z.number().default(0),
  /** Set when the destination refuses for good; told in every listing until something gets through. */
  dead: z.string().optional(),
  minute: z.number().default(0),
  /** Messages of this minute. */
  sent: z.number().default(0),
  /** What the burst cap held back since the last summary, and of which issues. */
  held: z.number().default(0),
  heldIssues: z.array(z.string()).default([]),
  heldSince: z.number().optional(),
  /** What waits for the next digest. */
  digest: z.array(z.object({ issue: z.string(), due: z.array(PendingNotification) })).default([]),
  digestSince: z.number().optional(),
});
type Destination = z.infer<typeof Destination>;

const ISSUES_MAX = 200;
/** More than anybody reads in one mail. */
const DIGEST_ISSUES_MAX = 100;

/** Reads, changes and writes a destination's row until nobody else was in between. Gives back what `change` gave. */
export async function changeDestination(
  ports: Pick<Ports, "view" | "clock" | "ids">,
  project: string,
  config: string,
  change: (destination: Destination) => Destination,
): Promise<Destination> {
  const row = { key: destinationKey(project, config), schema: Destination };
  const changed = await compareAndSwap(ports, ports.view, row, (before = NEW) => change(before));
  return changed ?? NEW;
}

const NEW = Destination.parse({});

export async function readDestination(
  ports: Pick<Ports, "view">,
  project: string,
  config: string,
): Promise<Destination> {
  return Destination.parse((await ports.view.get(destinationKey(project, config))) ?? {});
}

/** Every destination this region has tried, or one project's. */
export async function destinationsOf(
  ports: Pick<Ports, "view">,
  project?: string,
): Promise<readonly Known[]> {
  const range = project === undefined ? {} : { from: `${project}#`, to: `${project}#~` };
  const rows = await collect(queryAll(ports.view, { pk: destinationsPartition, ...range }));
  return rows
    .map((row) => ({ ...splitKey(row.sk), destination: Destination.parse(row) }))
    .filter((known) => project === undefined || known.project === project);
}

export interface Known {
  readonly project: string;
  readonly config: string;
  readonly destination: Destination;
}

const destinationKey = (project: string, config: string): Key => ({
  pk: destinationsPartition,
  sk: `${project}#${config}`,
});

function splitKey(sk: string): { project: string; config: string } {
  const hash = sk.lastIndexOf("#");
  return { project: sk.slice(0, hash), config: sk.slice(hash + 1) };
}

export const isOpen = ({ openUntil }: Destination, now: number): boolean => openUntil > now;

/** How a destination may do, the worst last. */
export const STATES = ["ok", "failing", "open", "dead"] as const;

/** How one does now; nothing is known against one that was never tried. */
export function stateOf(one: Destination | undefined, now: number): (typeof STATES)[number] {
  if (one === undefined) return "ok";
  if (one.dead !== undefined) return "dead";
  if (isOpen(one, now)) return "open";
  return one.failures > 0 ? "failing" : "ok";
}

/** Whether a message fits this minute's cap. */
export const hasRoom = ({ minute, sent }: Destination, cap: number, now: number): boolean =>
  minute !== Math.floor(now / MINUTE) || sent < cap;

/** Takes one message's room under this minute's cap. False when there is none; several that ask at once do not pass it. */
export async function takeRoom(
  ports: Pick<Ports, "view" | "clock" | "ids">,
  project: string,
  config: string,
  cap: number,
): Promise<boolean> {
  const now = ports.clock.now();
  const minute = Math.floor(now / MINUTE);
  let hadRoom = false;
  await changeDestination(ports, project, config, (known) => {
    hadRoom = hasRoom(known, cap, now);
    const sent = known.minute === minute ? known.sent : 0;
    return { ...known, minute, sent: hadRoom ? sent + 1 : sent };
  });
  return hadRoom;
}

export const afterSending = (destination: Destination): Destination => ({
  ...destination,
  failures: 0,
  openUntil: 0,
  dead: undefined,
});

/** After several failures in a row the breaker opens for a minute, so that one broken destination costs nothing. */
export function afterFailing(destination: Destination, now: number, dead?: string): Destination {
  const failures = destination.failures + 1;
  const openUntil = failures >= FAILURES_MAX ? now + OPEN_MILLISECONDS : destination.openUntil;
  return { ...destination, failures, openUntil, dead: dead ?? destination.dead };
}

export function afterHolding(
  destination: Destination,
  issue: string,
  count: number,
  now: number,
): Destination {
  const heldIssues = [...new Set([...destination.heldIssues, issue])].slice(0, ISSUES_MAX);
  const heldSince = destination.heldSince ?? now;
  return { ...destination, held: destination.held + count, heldIssues, heldSince };
}

/** With an issue's due things in the next digest; undefined when that has no room for another issue. */
export function afterQueueing(
  destination: Destination,
  issue: string,
  due: readonly PendingNotification[],
  now: number,
): Destination | undefined {
  const known = destination.digest.find((entry) => entry.issue === issue);
  if (!known && destination.digest.length >= DIGEST_ISSUES_MAX) return undefined;
  const others = destination.digest.filter((entry) => entry !== known);
  const entry = { issue, due: [...withDue(known?.due ?? [], due)] };
  return { ...destination, digest: [...others, entry], digestSince: destination.digestSince ?? now };
}

/** Without what a summary or digest has told of; what came meanwhile waits on. */
export function afterSumming(destination: Destination, held: number): Destination {
  return {
    ...destination,
    held: Math.max(0, destination.held - held),
    heldIssues: [],
    heldSince: undefined,
  };
}
