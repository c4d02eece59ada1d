import type { Accepted, Notify } from "@faultline/core/event";
import type { NotifyAlso } from "@faultline/core/notify-also";
import { type Pace, paced, within } from "@faultline/core/pace";
import { counted, type WindowCounts } from "@faultline/core/rule";
import { bucketStart, UNIT_MILLISECONDS } from "@faultline/core/timeline";
import { type Usual, unusualFrom } from "@faultline/core/unusual";
import { userIn } from "../projection/rows/users.js";
import { basic, type Growth, heldBy } from "./growth.js";
import type { PendingNotification, Raised } from "./pending-notification.js";

interface AlsoDue {
  readonly due: readonly PendingNotification[];
  readonly pace: Pace | undefined;
  readonly raised: Raised;
}

/** An issue right after one of its events. */
interface Moment {
  readonly at: number;
  readonly total: number;
  readonly users: number;
  readonly pace: Pace | undefined;
  /** Events of the hour it lies in; undefined when it comes too late to be counted there. */
  readonly hour: number | undefined;
  readonly usual: Usual | undefined;
}

/** What the events make due besides counts, one after the other in the order of their times, of the configs each came with. */
export function alsoDue(growth: Growth, configs: readonly Notify[]): AlsoDue {
  const raised = new Map(Object.entries(raisedBefore(growth)));
  const minutes = Math.max(0, ...configs.map(({ also }) => also?.within?.minutes ?? 0));
  const isAsked = configs.some(({ also }) => also !== undefined);
  if (!isAsked) return { due: [], pace: undefined, raised: {} };
  const due: PendingNotification[] = [];
  let pace = minutes > 0 ? growth.before.pace : undefined;
  for (const { moment, event } of momentsOf(growth, minutes)) {
    pace = moment.pace;
    for (const notify of event.notify ?? []) {
      const found = dueAt(growth, notify, moment, raised.get(notify.config) ?? {});
      if (found.length === 0) continue;
      due.push(...found);
      raised.set(notify.config, found.reduce(raisedWith, raised.get(notify.config) ?? {}));
    }
  }
  const names = new Set(configs.map(({ config }) => config));
  return { due, pace, raised: Object.fromEntries([...raised].filter(([config]) => names.has(config))) };
}

/** Of an issue that had so many users before a config came along, that one is not told of them. */
function raisedBefore({ before, added }: Growth): Raised {
  const known = new Set([...before.configs.map(({ config }) => config), ...Object.keys(before.raised)]);
  const late = added
    .flatMap(({ event }) => event.notify ?? [])
    .filter(
      ({ config, also }) => !known.has(config) && before.users >= (also?.users ?? Number.POSITIVE_INFINITY),
    );
  return {
    ...before.raised,
    ...Object.fromEntries(late.map(({ config }) => [config, { users: true as const }])),
  };
}

function* momentsOf(
  { before, added, newUsers, usual }: Growth,
  minutes: number,
): Generator<{ readonly moment: Moment; readonly event: Accepted["event"] }> {
  const met = new Set<string>();
  let { total, pace, windows } = before;
  for (const { at, event } of added.toSorted((a, b) => a.at - b.at)) {
    total += 1;
    const user = userIn(event);
    if (user !== undefined && newUsers.has(user)) met.add(user);
    if (minutes > 0) pace = paced(pace, at, minutes);
    const next = counted(windows, at);
    const hour = hourOf(next, windows);
    windows = next;
    yield { moment: { at, total, users: before.users + met.size, pace, hour, usual }, event };
  }
}

function hourOf({ hour: now }: WindowCounts, { hour: before }: WindowCounts): number | undefined {
  const isIn = now?.[0] !== before?.[0] || now?.[1] !== before?.[1];
  return isIn ? now?.[1] : undefined;
}

type RaisedOne = Raised[string];

function dueAt(growth: Growth, notify: Notify, moment: Moment, raised: RaisedOne): PendingNotification[] {
  const { also } = notify;
  if (!also) return [];
  const held = heldBy(growth, moment.total);
  const besides = [
    withinDue(also, moment, raised),
    usersDue(also, moment, raised),
    unusualDue(also, moment, raised),
  ];
  return besides.flatMap((one) =>
    one ? [{ ...basic(growth, notify), interval: 1, from: 0, ...one, held }] : [],
  );
}

type Due = Pick<PendingNotification, "kind" | "threshold" | "to" | "about" | "minutes" | "usual">;

/** Told once, and for as many minutes not again. */
function withinDue({ within: asked }: NotifyAlso, { pace, at }: Moment, raised: RaisedOne): Due | undefined {
  if (!asked || !pace) return undefined;
  const { events: threshold, minutes } = asked;
  const count = within(pace, minutes);
  const isQuiet = raised.within !== undefined && at < raised.within + minutes * UNIT_MILLISECONDS.minute;
  return count < threshold || isQuiet
    ? undefined
    : { kind: "within", threshold, minutes, to: count, about: at };
}

function usersDue({ users: threshold }: NotifyAlso, { users }: Moment, raised: RaisedOne): Due | undefined {
  return threshold === undefined || users < threshold || raised.users
    ? undefined
    : { kind: "users", threshold, to: users };
}

/** Told once a day. */
function unusualDue(
  { unusual }: NotifyAlso,
  { hour, at, usual }: Moment,
  raised: RaisedOne,
): Due | undefined {
  if (!unusual || hour === undefined || usual?.day !== bucketStart(at, "day")) return undefined;
  const { day: about, busiest, days } = usual;
  const threshold = unusualFrom(usual);
  return threshold === undefined || hour < threshold || raised.unusual === about
    ? undefined
    : { kind: "unusual", threshold, to: hour, about, usual: { busiest, days } };
}

function raisedWith(raised: RaisedOne, { kind, about }: PendingNotification): RaisedOne {
  if (kind === "users") return { ...raised, users: true };
  return kind === "within" ? { ...raised, within: about } : { ...raised, unusual: about };
}
