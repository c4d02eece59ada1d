import { type Calendar, DAY } from "./calendar.js";
import { type Dice, isOneOf, type Thrown } from "./faults.js";

const HOUR = 3_600_000;

/** What the applications of a world are like. */
export interface Habits {
  /** One issue has nearly all events. */
  readonly isHot: boolean;
  /** How far the clients' clocks are off, in milliseconds. */
  readonly clockOffset: number;
  /** Whether requests tell when they were sent, by that clock. */
  readonly tellsSent: boolean;
  /** What errors are called: also words that every object knows. */
  readonly types: readonly string[];
  readonly users: number;
  /** Clocks stand still at this time, as of a device without a battery. */
  readonly stuckAt: number | undefined;
  /** How many errors a request has at the most, mostly and now and then. */
  readonly burst: { readonly mostly: number; readonly seldom: number };
  /** How many times as often as elsewhere a request is made. */
  readonly timesAsOften: number;
  /** Errors of one request are mostly of one type, so that each type is seldom seen. */
  readonly isSparse: boolean;
  /** Whether one type is silent for long at this time, and another one is not; undefined where each comes as it may. */
  readonly isSilent: ((now: number) => boolean) | undefined;
  /** Which release runs at this time; undefined where several do. */
  readonly release: ((now: number) => number) | undefined;
}

const TYPES = ["T0", "T1", "T2", "T3"];
const ODD_TYPES = ["constructor", "__proto__", "toString", "#~"];
const OFFSETS = [-2 * HOUR, 9 * HOUR, -5 * DAY, 40 * DAY, -10_000 * DAY, 60_000 * DAY];
const STUCK_BEFORE = 400 * DAY;
const BUSY = { mostly: 92, seldom: 180 };
const QUIET = { mostly: 24, seldom: 92 };
/** So many that an issue comes to a hundred thousand events within the minutes of a world. */
const FLOOD = { mostly: 4_000, seldom: 10_000 };
const FLOODS = 8;
const FEW_USERS = 12;
/** More than are kept in one row: those who come again and again, or hardly ever. */
const MANY_USERS = [60, 3000];
/** So few that each comes again before it is forgotten. */
const SAME_USERS = 30;
/** Long enough that it is forgotten. */
const SILENCE = 11 * DAY;
const SPEAKS = 2 * DAY;
/** In every so many worlds of weeks one release follows on another: no errors come of the one before any more. */
const RELEASING_EVERY = 3;
const RELEASE = 4 * DAY;
/** In every so many worlds with an issue that falls silent nobody comes to tell of it, and it stays silent. */
const UNTOLD_EVERY = 3;

/** Every so many worlds one issue is flooded. Each takes as long as some hundreds of others. */
const FLOODED_EVERY = 5_000;
const isFlooded = (world: Thrown): boolean => isOneOf(world, FLOODED_EVERY, 2_501);

/** The habits, but that one issue has nearly all events, and a great many of them. */
const flooding = (habits: Habits): Habits => ({
  ...habits,
  isHot: true,
  burst: FLOOD,
  timesAsOften: FLOODS,
});

type Times = Pick<Calendar, "isLong" | "start" | "comesBack">;

/** Whether nobody tells people in this world until it is calm. */
export const isUntold = (world: Thrown, { comesBack }: Pick<Calendar, "comesBack">): boolean =>
  comesBack && isOneOf(world, UNTOLD_EVERY, 0);

export function habitsOf(dice: Dice, world: Thrown, calendar: Times): Habits {
  const habits = usualHabits(dice, world, calendar);
  return isFlooded(world) && !calendar.isLong ? flooding(habits) : habits;
}

function usualHabits(dice: Dice, world: Thrown, calendar: Times): Habits {
  const { isLong, start } = calendar;
  const isClockWrong = dice.strikes("wrongClock");
  const offset = OFFSETS[dice.pick(OFFSETS.length)] ?? 0;
  const isStuck = dice.strikes("stuckClock") || (isLong && dice.strikes("stuckForWeeks"));
  const tellsSent = dice.strikes("tellsSent");
  return {
    isHot: dice.strikes("hotIssue"),
    clockOffset: isClockWrong ? offset : 0,
    tellsSent: tellsSent && !isStuck,
    types: dice.strikes("oddWords") ? ODD_TYPES : TYPES,
    users: usersOf(dice, isLong),
    stuckAt: isStuck ? start - STUCK_BEFORE : undefined,
    burst: dice.strikes("busy") ? BUSY : QUIET,
    timesAsOften: 1,
    isSparse: isLong,
    release: releaseIn(world, calendar),
    isSilent: silenceIn(world, calendar),
  };
}

function releaseIn(world: Thrown, { isLong, start }: Times): Habits["release"] {
  const isReleasing = isLong && isOneOf(world, RELEASING_EVERY, 2);
  return isReleasing ? (now) => Math.floor((now - start) / RELEASE) : undefined;
}

function silenceIn(world: Thrown, { comesBack, start }: Times): Habits["isSilent"] {
  const cycle = isUntold(world, { comesBack }) ? Number.POSITIVE_INFINITY : SPEAKS + SILENCE;
  return comesBack ? (now) => (now - start) % cycle > SPEAKS : undefined;
}

function usersOf(dice: Dice, isLong: boolean): number {
  if (isLong && dice.strikes("sameUsersForWeeks")) return SAME_USERS;
  return (dice.strikes("manyUsers") && MANY_USERS[dice.pick(MANY_USERS.length)]) || FEW_USERS;
}
