import { dueCount } from "@faultline/core/rule";
import { UNIT_MILLISECONDS } from "@faultline/core/timeline";
import * as z from "zod";
import { type Item, OWN_ROW, type Ports } from "../ports.js";
import { GRACE_DAYS } from "../projection/expiry.js";
import { ledgerPartition } from "../table/layout.js";
import { memoize } from "../table/memoize.js";
import { collect, queryAll } from "../table/query-all.js";
import { DAY_SECONDS, keptUntil } from "../table/retention.js";
import type { PendingNotification } from "./pending-notification.js";

/** What was told of an issue to one destination: the same row in both regions' logs, one written by each. */
const NotificationState = z.object({
  /** The issue's incarnation: see `pending-notification.ts`. */
  life: z.number(),
  first: z.boolean().default(false),
  upTo: z.number().default(0),
  /** By the start of a window, up to which of its counts. The latest few. */
  windows: z.record(z.string(), z.number()).default({}),
  regressed: z.number().default(-1),
  resolved: z.number().default(-1),
  /** When so many events had come within minutes. */
  within: z.number().default(-1),
  /** That it has so many users. */
  users: z.boolean().default(false),
  /** The start of the latest day of which an unusual hour was told. */
  unusual: z.number().default(-1),
  reference: z.string().optional(),
  claimedAt: z.number().optional(),
  /** When the row was written: of two, the later one knows where the ticket is now. */
  at: z.number().optional(),
});
export type NotificationState = z.infer<typeof NotificationState>;

const Row = NotificationState.extend({ sk: z.string(), x: z.number() });
/** How much longer than an issue its tickets are remembered. */
const TICKET_DAYS = 30;
const WINDOWS_MAX = 8;

const NOTHING: Omit<NotificationState, "life"> = {
  first: false,
  upTo: 0,
  windows: {},
  regressed: -1,
  resolved: -1,
  within: -1,
  users: false,
  unusual: -1,
};

const rowIn = memoize((item: Item) => Row.parse(item));

/** What both regions together have told of an issue, by config. */
export async function readLedger(
  ports: Pick<Ports, "log" | "clock">,
  project: string,
  issue: string,
): Promise<Map<string, NotificationState>> {
  const rows = await collect(queryAll(ports.log, { pk: ledgerPartition(project, issue) }));
  const ledger = new Map<string, NotificationState>();
  for (const row of rows.map(rowIn)) {
    // The key stays here: what is told goes into this region's row later, whoever's it was read from.
    const { sk, x, ...stated } = row;
    const told = isOfThisIncarnation(ports, x)
      ? stated
      : { ...NOTHING, life: stated.life, reference: stated.reference, at: stated.at };
    const [config = ""] = sk.split("#");
    const known = ledger.get(config);
    ledger.set(config, known ? merged(known, told) : told);
  }
  return ledger;
}

/** False of what was told so long ago that its issue may be forgotten: of one that comes back all is to be told anew. */
const isOfThisIncarnation = (ports: Pick<Ports, "clock">, x: number): boolean =>
  x - (TICKET_DAYS - GRACE_DAYS) * DAY_SECONDS > ports.clock.now() / 1000;

/** The newer incarnation; of one, the further of each. The memory of a ticket outlives an issue's deletion. */
function merged(a: NotificationState, b: NotificationState): NotificationState {
  const [later, earlier] = (a.at ?? 0) >= (b.at ?? 0) ? [a, b] : [b, a];
  const reference = later.reference ?? earlier.reference;
  if (a.life !== b.life) return { ...(a.life > b.life ? a : b), reference };
  const starts = [...new Set([...Object.keys(a.windows), ...Object.keys(b.windows)])];
  const windows = Object.fromEntries(
    starts.map((start) => [start, Math.max(a.windows[start] ?? 0, b.windows[start] ?? 0)]),
  );
  return {
    life: a.life,
    first: a.first || b.first,
    upTo: Math.max(a.upTo, b.upTo),
    windows,
    regressed: Math.max(a.regressed, b.regressed),
    resolved: Math.max(a.resolved, b.resolved),
    within: Math.max(a.within, b.within),
    users: a.users || b.users,
    unusual: Math.max(a.unusual, b.unusual),
    reference,
    claimedAt: a.claimedAt ?? b.claimedAt,
    at: later.at,
  };
}

/** What of a due thing is not told yet; undefined when all of it is. */
export function remaining(
  told: NotificationState | undefined,
  due: PendingNotification,
): PendingNotification | undefined {
  if (!told || told.life < due.life) return due;
  if (told.life > due.life) return undefined;
  if (due.kind === "count") return untoldCounts(told, due);
  return isTold(told, due.kind, due) ? undefined : due;
}

function isTold(
  told: NotificationState,
  kind: Exclude<PendingNotification["kind"], "count">,
  { about = 0, minutes = 0 }: PendingNotification,
): boolean {
  switch (kind) {
    case "first":
    case "users":
      return told[kind];
    case "within":
      // The other region may count a few events in another order: what it tells within as many minutes is the same.
      return told.within >= 0 && about < told.within + minutes * UNIT_MILLISECONDS.minute;
    case "regressed":
    case "resolved":
    case "unusual":
      return told[kind] >= about;
  }
}

function untoldCounts(told: NotificationState, due: PendingNotification): PendingNotification | undefined {
  const upTo = due.window === undefined ? told.upTo : (told.windows[due.window] ?? 0);
  const from = Math.max(due.from, upTo);
  return dueCount({ ...due, window: "total" }, from, due.to) > 0 ? { ...due, from } : undefined;
}

/** The row after these were told. */
export function stateAfter(
  told: NotificationState | undefined,
  due: readonly PendingNotification[],
  reference: string | undefined,
): NotificationState {
  const incarnation = Math.max(told?.life ?? -1, ...due.map((one) => one.life));
  const base: NotificationState =
    told?.life === incarnation ? told : { ...NOTHING, life: incarnation, reference: told?.reference };
  const next = due.filter((one) => one.life === incarnation).reduce(advanced, base);
  const starts = Object.keys(next.windows)
    .sort((a, b) => Number(b) - Number(a))
    .slice(0, WINDOWS_MAX);
  const windows = Object.fromEntries(starts.map((start) => [start, next.windows[start] ?? 0]));
  return { ...next, windows, reference: reference ?? next.reference, claimedAt: undefined };
}

function advanced(
  told: NotificationState,
  { kind, to, window, about = 0 }: PendingNotification,
): NotificationState {
  switch (kind) {
    case "first":
    case "users":
      return { ...told, [kind]: true };
    case "within":
    case "unusual":
      return { ...told, [kind]: Math.max(told[kind], about) };
    case "regressed":
      return { ...told, regressed: Math.max(told.regressed, about) };
    case "resolved":
      return { ...told, resolved: Math.max(told.resolved, about) };
    case "count":
      return window === undefined
        ? { ...told, upTo: Math.max(told.upTo, to) }
        : { ...told, windows: { ...told.windows, [window]: Math.max(to, told.windows[window] ?? 0) } };
  }
}

/** Writes this region's row. The other region has its own, so neither overwrites the other. */
export async function writeLedger(
  ports: Pick<Ports, "region" | "log" | "clock" | "settings">,
  place: { readonly project: string; readonly issue: string; readonly config: string },
  told: NotificationState,
): Promise<void> {
  const key = { pk: ledgerPartition(place.project, place.issue), sk: `${place.config}#${ports.region}` };
  const at = ports.clock.now();
  const x = keptUntil(ports, at, { graceDays: TICKET_DAYS });
  await ports.log.put({ ...told, ...key, at, x }, OWN_ROW);
}

export const claim = (
  told: NotificationState | undefined,
  incarnation: number,
  at: number,
): NotificationState => ({
  ...(told ?? { ...NOTHING, life: incarnation }),
  claimedAt: at,
});
