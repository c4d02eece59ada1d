import { groupBy } from "@faultline/core/group-by";
import type { Webhook } from "./asked-destinations.js";
import type { Wanted } from "./audit.js";
import { deliveriesOf, ledgerOf } from "./ever-written.js";
import { type Fail, mayBeDeleted } from "./stage.js";
import type { SimulatedWorld } from "./world.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LEFT_AFTER = 5 * MINUTE;
const UNUSUAL_MIN = 10;
const TIMES = 3;
const DAYS_MIN = 3;

/** What somebody was told, or was not since it was held back, of an issue besides its counts. */
interface Told {
  readonly reason: string;
}

/** An issue with every copy of its events, and what was told of it to one destination. */
interface Case {
  readonly issue: string;
  readonly copies: readonly Wanted[];
  readonly told: readonly Told[];
  readonly fail: Fail;
}

/** What is told besides counts is true, and what cannot be missed in any order of arrival was told, or held back. */
export function auditAlso(
  world: SimulatedWorld,
  copies: readonly Wanted[],
  { also, config }: Webhook & { readonly config: string },
  fail: Fail,
): void {
  if (!also) return;
  for (const [issue, own] of groupBy(copies, (copy) => copy.issue)) {
    if (mayBeDeleted(world, issue) || world.people.merging.touched.has(issue)) continue;
    const told = deliveriesOf(world, issue)
      .filter((one) => one.config === config)
      .map(({ reason = "" }) => ({ reason }));
    const asked = { issue, copies: own, told, fail };
    auditUsers(asked, world);
    auditWithin(asked, world);
    auditUnusual(asked, world);
    if (!mayMiss(world)) auditMissed(asked, also, ledgerOf(world, issue, config));
  }
}

/**
 * A region that does not lead leaves to the other one what has waited for five minutes. Where the other one led, or nobody once
 * something may have waited as long, as may be in these worlds whose regions rest much, what is missed is not looked for.
 */
export const mayMiss = ({ calendar, dice, traffic, watcher }: SimulatedWorld): boolean =>
  calendar.isLong ||
  dice.counts.has("takeOver") ||
  watcher.unledAt >= LEFT_AFTER ||
  !traffic.isConfigKept ||
  traffic.asked.isPausing;

function auditUsers({ issue, copies, told, fail }: Case, { dice }: SimulatedWorld): void {
  const most = new Set(copies.map(({ user }) => user)).size;
  for (const [, users] of matches(told, /(\d+) users?/)) {
    dice.happened("toldUsers");
    if (Number(users) > most) fail("I5 users", `${issue} was told of ${users} users, and has ${most}`);
  }
}

function auditWithin({ issue, copies, told, fail }: Case, { dice }: SimulatedWorld): void {
  for (const [, events, minutes] of matches(told, /(\d+) events? within (\d+) minutes?/)) {
    dice.happened("toldWithin");
    const most = Math.max(...spansOf(copies, Number(minutes)).map(({ size }) => size));
    if (Number(events) > most)
      fail("I5 within", `${issue} was told of ${events} events in ${minutes} minutes, and has ${most}`);
  }
}

const UNUSUAL =
  /(\d+) events? in this hour: (?:usually there are none|.* usually has (\d+)) \(the median of (\d+) days\), and (\d+) are/;

/** The hour is there, it is held against what the days before it had at the most, and by the rule. */
function auditUnusual({ issue, copies, told, fail }: Case, { dice }: SimulatedWorld): void {
  for (const [text, events, usual = "0", days, from] of matches(told, UNUSUAL)) {
    dice.happened("toldUnusual");
    const isRule =
      Number(from) === Math.max(UNUSUAL_MIN, TIMES * Number(usual)) && Number(events) >= Number(from);
    const hours = countsBy(copies, HOUR);
    const isTrue = [...hours].some(
      ([at, count]) => count >= Number(events) && Number(usual) <= medianBefore(hours, at, Number(days)),
    );
    if (!isRule || !isTrue || Number(days) < DAYS_MIN) fail("I5 unusual", `${issue}: ${text}`);
  }
}

/** Of the busiest hours of so many days before the one that this hour lies in. */
function medianBefore(hours: ReadonlyMap<number, number>, at: number, days: number): number {
  const day = Math.floor(at / DAY);
  const busiest = Array.from({ length: days }, (_, ago) =>
    Math.max(
      0,
      ...[...hours].flatMap(([hour, count]) => (Math.floor(hour / DAY) === day - 1 - ago ? [count] : [])),
    ),
  );
  return busiest.sort((a, b) => a - b)[Math.floor(days / 2)] ?? 0;
}

/** Users only become more. And of the last minutes that an issue has, every event counts, in whichever order it came. */
function auditMissed(
  { issue, copies, fail }: Case,
  { users, within }: NonNullable<Webhook["also"]>,
  ledger: ReturnType<typeof ledgerOf>,
): void {
  const sure = [...groupBy(copies, ({ id }) => id).values()];
  const met = new Set(sure.flatMap(([copy]) => copy?.user ?? []));
  if (met.size >= users && !ledger.some((row) => row.users))
    fail("I5 missed", `nobody was told of the ${met.size} users of ${issue}`);
  const last = Math.floor(Math.max(...copies.map(({ at }) => at)) / MINUTE);
  const isLate = ({ at }: Wanted): boolean => Math.floor(at / MINUTE) > last - within.minutes;
  const count = sure.filter((own) => own.every(isLate)).length;
  if (count >= within.events && !ledger.some((row) => row.within >= 0))
    fail("I5 missed", `nobody was told of ${count} events of ${issue} within ${within.minutes} minutes`);
}

const matches = (told: readonly Told[], pattern: RegExp): RegExpMatchArray[] =>
  told.flatMap(({ reason }) => {
    const found = reason.match(pattern);
    return found ? [found] : [];
  });

function countsBy(copies: readonly Wanted[], length: number): ReadonlyMap<number, number> {
  const groups = groupBy(copies, ({ at }) => Math.floor(at / length) * length);
  return new Map([...groups].map(([at, own]) => [at, new Set(own.map(({ id }) => id)).size]));
}

/** The events of each span of so many minutes that ends with one in which something happened. */
function spansOf(copies: readonly Wanted[], minutes: number): Set<string>[] {
  const ends = new Set(copies.map(({ at }) => Math.floor(at / MINUTE)));
  const isIn = ({ at }: Wanted, end: number): boolean => {
    const minute = Math.floor(at / MINUTE);
    return minute <= end && minute > end - minutes;
  };
  return [...ends].map((end) => new Set(copies.filter((copy) => isIn(copy, end)).map(({ id }) => id)));
}
