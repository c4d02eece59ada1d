import { type Calendar, DAY } from "./calendar.js";
import type { Dice } from "./faults.js";

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
  /** Errors of one request are mostly of one type, so that each type is seldom seen. */
  readonly isSparse: boolean;
}

const TYPES = ["T0", "T1", "T2", "T3"];
const ODD_TYPES = ["constructor", "__proto__", "toString", "#~"];
const OFFSETS = [-2 * HOUR, 9 * HOUR, -5 * DAY, 40 * DAY, -10_000 * DAY, 60_000 * DAY];
const STUCK_BEFORE = 400 * DAY;
const FEW_USERS = 12;
/** More than are kept in one row: those who come again and again, or hardly ever. */
const MANY_USERS = [60, 3000];

export function habitsOf(dice: Dice, { isLong, start }: Pick<Calendar, "isLong" | "start">): Habits {
  const isClockWrong = dice.strikes("wrongClock");
  const offset = OFFSETS[dice.pick(OFFSETS.length)] ?? 0;
  const isStuck = dice.strikes("stuckClock");
  const tellsSent = dice.strikes("tellsSent");
  return {
    isHot: dice.strikes("hotIssue"),
    clockOffset: isClockWrong ? offset : 0,
    tellsSent: tellsSent && !isStuck,
    types: dice.strikes("oddWords") ? ODD_TYPES : TYPES,
    users: (dice.strikes("manyUsers") && MANY_USERS[dice.pick(MANY_USERS.length)]) || FEW_USERS,
    stuckAt: isStuck ? start - STUCK_BEFORE : undefined,
    isSparse: isLong,
  };
}
