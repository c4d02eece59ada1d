import type { Calendar } from "./calendar.js";
import type { Dice } from "./faults.js";
import type { People } from "./people.js";
import type { SimulatedRegion } from "./region.js";

/** Somebody deleted an issue, or the whole project. */
export interface Deletion {
  readonly issue: string | undefined;
  /** By the clock of the region that was asked. */
  readonly at: number;
  /** It was told to be done. */
  isDone: boolean;
}

export type Fail = (invariant: string, detail: string) => void;

/** What everybody in a world shares. */
export interface Stage {
  readonly dice: Dice;
  readonly calendar: Calendar;
  readonly regions: readonly SimulatedRegion[];
  readonly people: People;
  /** The world's own clock, which no region knows. */
  readonly now: number;
  /** After the faults. */
  readonly isCalm: boolean;
  /** Whether a region may have forgotten an issue, as the outbox names it. */
  isForgettable(place: string): boolean;
  readonly deletions: Deletion[];
  reaches(from: string, to: string): boolean;
  /** Keeps a line for who looks into a failure. */
  note(line: string): void;
  /** Says that a promise did not hold. */
  fail(invariant: string, detail: string): void;
}

export const PROJECT = "shop";

/** Whether something of an issue may have been deleted in this world. */
export const mayBeDeleted = ({ deletions }: Pick<Stage, "deletions">, issue: string): boolean =>
  deletions.some((deletion) => deletion.issue === undefined || deletion.issue === issue);
