import { VisibleError } from "@faultline/core/visible-error";
import type { Context } from "hono";
import type { Clock } from "../ports.js";
import { callerAddress } from "./caller-address.js";

const MINUTE = 60_000;
/** Wrong keys a minute from one address, and from all of them. */
export const WRONG_PER_ADDRESS = 10;
export const WRONG_IN_ALL = 200;
/** Wrong passwords a minute for one person, from addresses that never had a right one. */
const WRONG_PER_PERSON = 10;
const ADDRESSES_MAX = 10_000;

/** Slows down whoever tries keys and passwords. */
export interface WrongKeys {
  /**
   * Throws `too_many_wrong_keys` when from there, or from everywhere, too many came within the minute; or for this person,
   * where somebody is named.
   */
  check(c: Context, person?: string): void;
  wrong(c: Context, person?: string): void;
  right(c: Context): void;
  /** Takes back what was counted as wrong before it was known, since trying it is what costs. */
  wasRight(c: Context, person?: string): void;
}

/**
 * Counts in this process. An address that had the right key before is not locked out by what others try; one with too
 * many wrong keys is, whatever it sends next, until the minute is over.
 */
export function wrongKeys({ now }: Pick<Clock, "now">): WrongKeys {
  const trusted = new Set<string>();
  const counts = new Map<string, number>();
  let minute = -1;
  let inAll = 0;
  const turn = (): void => {
    const current = Math.floor(now() / MINUTE);
    if (current === minute) return;
    minute = current;
    inAll = 0;
    counts.clear();
  };
  const countOf = (who: string | undefined): number => (who === undefined ? 0 : (counts.get(who) ?? 0));
  const add = (who: string | undefined, by: number): void => {
    if (who === undefined || (counts.size >= ADDRESSES_MAX && !counts.has(who))) return;
    counts.set(who, Math.max(0, countOf(who) + by));
  };
  return {
    check(c, person) {
      turn();
      const address = callerAddress(c);
      const isOver = countOf(address) >= WRONG_PER_ADDRESS;
      const isCrowded = inAll >= WRONG_IN_ALL || countOf(personal(person)) >= WRONG_PER_PERSON;
      if (!isOver && (!isCrowded || trusted.has(address))) return;
      throw new VisibleError(
        "too_many_requests",
        "too_many_wrong_keys",
        "Too many wrong keys; wait a minute.",
        Math.ceil(((minute + 1) * MINUTE - now()) / 1000),
      );
    },
    wrong(c, person) {
      turn();
      inAll += 1;
      add(callerAddress(c), 1);
      add(personal(person), 1);
    },
    right(c) {
      if (trusted.size < ADDRESSES_MAX) trusted.add(callerAddress(c));
    },
    wasRight(c, person) {
      turn();
      inAll = Math.max(0, inAll - 1);
      add(callerAddress(c), -1);
      add(personal(person), -1);
    },
  };
}

/** No address looks so. */
const personal = (person: string | undefined): string | undefined =>
  person === undefined ? undefined : `person ${person}`;
