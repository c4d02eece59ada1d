import type { Accepted, Notify } from "@faultline/core/event";
import { oneOf } from "@faultline/core/notify-when";
import type { Pace } from "@faultline/core/pace";
import { counted, isDue, lastDue, type WindowCounts } from "@faultline/core/rule";
import { isKnownNowhere } from "../projection/rows/environments.js";
import { alsoDue } from "./also-due.js";
import { basic, type Growth, heldBy } from "./growth.js";
import type { PendingNotification, Raised } from "./pending-notification.js";

/** What events bring about for those that are told. */
export interface Grown {
  readonly due: readonly PendingNotification[];
  readonly windows: WindowCounts;
  /** The configs that came with its latest events. */
  readonly configs: readonly Notify[];
  readonly pace: Pace | undefined;
  readonly raised: Raised;
}

/** What the added events make due, for each config that came with one of them. */
export function evaluateRules(growth: Growth): Grown {
  const { added, before } = growth;
  const steps = timesOf(added);
  const windows = windowsWith(before.windows, added);
  const asked = new Map(added.flatMap(({ event }) => event.notify ?? []).map((one) => [one.config, one]));
  const configs = configsAfter(before.configs, added);
  const also = alsoDue(growth, configs);
  const due = [...asked.values()].flatMap((notify) => [
    ...firstDue(growth, notify),
    ...regressionDue(growth, notify),
    ...countDue(growth, notify, steps),
  ]);
  return { ...also, due: [...due, ...also.due], windows, configs };
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

const CONFIGS_MAX = 10;

/** The configs an issue's events came with, the latest ten. */
function configsAfter(known: readonly Notify[], added: readonly Accepted[]): readonly Notify[] {
  const fresh = added.flatMap(({ event }) => event.notify ?? []);
  const all = new Map([...known, ...fresh].map((one) => [one.config, one]));
  return [...all.values()].slice(-CONFIGS_MAX);
}
