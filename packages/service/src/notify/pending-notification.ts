import type { Accepted, Notify } from "@faultline/core/event";
import { oneOf } from "@faultline/core/notify-when";
import { counted, isDue, lastDue, type WindowCounts } from "@faultline/core/rule";
import { isMuted, type TriageState } from "@faultline/core/status";
import { z } from "zod";
import { type Environments, isKnownNowhere } from "../projection/rows/environments.js";
import type { Series } from "../projection/series/series.js";

/**
 * Something to tell, or to keep as held back, decided in the same write that counted the events.
 * `from` and `to` are counts of the issue, or of the window that began at `window`.
 */
export const PendingNotification = z.object({
  config: z.string(),
  kind: z.enum(["first", "count", "regressed", "resolved"]),
  threshold: z.number().int(),
  interval: z.number().int().positive(),
  window: z.number().optional(),
  from: z.number().int(),
  to: z.number().int(),
  /** Of a regression or resolution, the time of the resolution. */
  about: z.number().optional(),
  /** The incarnation: events received up to then are deleted, and what was told of them counts no more. */
  life: z.number(),
  at: z.number(),
  held: z.enum(["ignored", "muted"]).optional(),
  /** How often telling it failed, and when to try again. */
  tries: z.number().optional(),
  next: z.number().optional(),
});
export type PendingNotification = z.infer<typeof PendingNotification>;

interface Growth {
  readonly before: Pick<Series, "total" | "reopensBefore"> & {
    readonly windows: WindowCounts;
    readonly environments: Environments;
  };
  readonly register: TriageState | undefined;
  readonly added: readonly Accepted[];
  /** The issue is open again now if it was resolved before this time. */
  readonly reopensBefore: number;
  /** How many it has with these events. */
  readonly users: number;
  /** So many events have come that a mute by a window has ended. */
  readonly isMuteOver: boolean;
  readonly incarnation: number;
  readonly now: number;
}

interface Grown {
  readonly due: readonly PendingNotification[];
  readonly windows: WindowCounts;
}

/** What the added events make due, for each config that came with one of them. */
export function evaluateRules(growth: Growth): Grown {
  const { added, before } = growth;
  const steps = timesOf(added);
  const windows = windowsWith(before.windows, added);
  const configs = new Map(added.flatMap(({ event }) => event.notify ?? []).map((one) => [one.config, one]));
  const due = [...configs.values()].flatMap((notify) => [
    ...firstDue(growth, notify),
    ...regressionDue(growth, notify),
    ...countDue(growth, notify, steps),
  ]);
  return { due, windows };
}

const timesOf = (added: readonly Accepted[]): number[] => added.map(({ at }) => at).sort((a, b) => a - b);

/** The counts of the windows with these events. */
export const windowsWith = (windows: WindowCounts, added: readonly Accepted[]): WindowCounts =>
  timesOf(added).reduce(counted, windows);

function firstDue(growth: Growth, notify: Notify): PendingNotification[] {
  const { total } = growth.before;
  if (total > 0 && !isNewTo(growth, notify)) return [];
  return [{ ...basic(growth, notify), kind: "first", from: 0, to: 1, held: heldBy(growth, total + 1) }];
}

/** Whether an issue that began elsewhere has come to the environments that a destination asks for. */
const isNewTo = ({ before }: Growth, { environments }: Notify): boolean =>
  environments !== undefined && isKnownNowhere(before.environments, oneOf(environments));

/** An error that comes back after its resolution is always told, but of an issue that is to be quiet. */
function regressionDue(growth: Growth, notify: Notify): PendingNotification[] {
  const { register, before, added, reopensBefore } = growth;
  if (register?.status !== "resolved" || before.total === 0) return [];
  const isBack = reopensBefore > register.at && before.reopensBefore <= register.at;
  if (!isBack) return [];
  const to = before.total + added.length;
  const about = { from: before.total, to, about: register.at, held: heldBy(growth, before.total + 1) };
  return [{ ...basic(growth, notify), kind: "regressed", ...about }];
}

function countDue(growth: Growth, notify: Notify, steps: readonly number[]): PendingNotification[] {
  const { before } = growth;
  if (notify.window === "total") {
    // The first event has its own notice.
    const from = Math.max(1, before.total);
    const to = before.total + steps.length;
    const last = lastDue(notify, from, to);
    return last === undefined
      ? []
      : [{ ...basic(growth, notify), kind: "count", from, to: last, held: heldBy(growth, last) }];
  }
  return windowDue(growth, notify, notify.window, steps);
}

/** In which counts of a window events were added, and how many the issue had in all at the last one that is due. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly total: number;
}

function windowDue(
  growth: Growth,
  notify: Notify,
  unit: "minute" | "hour" | "day",
  steps: readonly number[],
): PendingNotification[] {
  const spans = new Map<number, Span>();
  let counts = growth.before.windows;
  let total = growth.before.total;
  for (const at of steps) {
    const next = counted(counts, at);
    const [start = 0, count = 0] = next[unit] ?? [];
    const isIn = count !== counts[unit]?.[1] || start !== counts[unit]?.[0];
    total += 1;
    if (isIn && total > 1) {
      const known = spans.get(start) ?? { from: count - 1, total };
      spans.set(start, { ...known, to: count, total: isDue(notify, count) ? total : known.total });
    }
    counts = next;
  }
  return [...spans].flatMap(([window, { from, to, total: dueTotal }]) => {
    const last = lastDue(notify, from, to);
    if (last === undefined) return [];
    const held = heldBy(growth, dueTotal);
    return [{ ...basic(growth, notify), kind: "count" as const, window, from, to: last, held }];
  });
}

const basic = ({ incarnation, now }: Growth, { config, threshold, interval }: Notify) => ({
  config,
  threshold,
  interval,
  life: incarnation,
  at: now,
});

function heldBy(
  { register, now, users, isMuteOver: isOver }: Growth,
  total: number,
): PendingNotification["held"] {
  if (register?.status === "ignored") return "ignored";
  return isMuted(register?.mute, { total, users, isOver, now }) ? "muted" : undefined;
}

const CONFIGS_MAX = 10;

/** The configs an issue's events came with, the latest ten. */
export function configsAfter(known: readonly Notify[], added: readonly Accepted[]): readonly Notify[] {
  const fresh = added.flatMap(({ event }) => event.notify ?? []);
  const all = new Map([...known, ...fresh].map((one) => [one.config, one]));
  return [...all.values()].slice(-CONFIGS_MAX);
}

/** What an issue's row has room for: a window is another thing to tell each minute, for as long as nobody hears. */
const OUT_MAX = 100;

/** The list with another due thing; the same one further on is one, so that it never grows long. The oldest go first. */
export function withDue(
  out: readonly PendingNotification[],
  due: readonly PendingNotification[],
): readonly PendingNotification[] {
  const list = [...out];
  for (const one of due) {
    const place = list.findIndex((known) => isContinued(known, one));
    const known = list[place];
    if (known) list[place] = { ...known, to: Math.max(known.to, one.to) };
    else list.push(one);
  }
  return list.slice(-OUT_MAX);
}

export const isContinued = (a: PendingNotification, b: PendingNotification): boolean =>
  a.config === b.config &&
  a.kind === b.kind &&
  a.window === b.window &&
  a.about === b.about &&
  a.life === b.life &&
  a.held === b.held;
