import { VisibleError } from "@faultline/core/visible-error";
import type { Context } from "hono";
import type { Clock } from "../ports.js";
import { callerAddress } from "./caller-address.js";

const MINUTE = 60_000;
/** Wrong keys a minute from one address, and from all of them. */
export const WRONG_PER_ADDRESS = 10;
export const WRONG_IN_ALL = 200;
const ADDRESSES_MAX = 10_000;

/** Slows down whoever tries keys. */
export interface WrongKeys {
  /** Throws `too_many_wrong_keys` when from there, or from everywhere, too many came within the minute. */
  check(c: Context): void;
  wrong(c: Context): void;
  right(c: Context): void;
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
  return {
    check(c) {
      turn();
      const address = callerAddress(c);
      const isOver = (counts.get(address) ?? 0) >= WRONG_PER_ADDRESS;
      if (!isOver && (inAll < WRONG_IN_ALL || trusted.has(address))) return;
      throw new VisibleError(
        "too_many_requests",
        "too_many_wrong_keys",
        "Too many wrong keys; wait a minute.",
        Math.ceil(((minute + 1) * MINUTE - now()) / 1000),
      );
    },
    wrong(c) {
      turn();
      inAll += 1;
      const address = callerAddress(c);
      if (counts.size < ADDRESSES_MAX || counts.has(address))
        counts.set(address, (counts.get(address) ?? 0) + 1);
    },
    right(c) {
      if (trusted.size < ADDRESSES_MAX) trusted.add(callerAddress(c));
    },
  };
}
