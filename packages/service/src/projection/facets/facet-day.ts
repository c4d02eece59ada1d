import type { Ports } from "../../ports.js";
import { DAY_SECONDS } from "../../table/retention.js";
import { GRACE_DAYS } from "../expiry.js";

type Settings = Pick<Ports, "settings">;

/**
 * The day, from 1970 on, that stands for when an event was received: the first of a few, so that a value that goes on being
 * seen is written again every few days and not with each event. A maximum of them is the same in whatever order events come.
 */
export function facetDay({ settings }: Settings, receivedAt: number): number {
  const day = Math.floor(receivedAt / 1000 / DAY_SECONDS);
  return day - (day % daysInOne(settings.retentionDays));
}

/** A thirtieth of the retention. */
const daysInOne = (retentionDays: number): number => Math.max(1, Math.floor(retentionDays / 30));

/** True while an event of that day may be within the retention. */
export const isWithin = ({ settings }: Settings, day: number, now: number): boolean =>
  (day + daysInOne(settings.retentionDays) + settings.retentionDays) * DAY_SECONDS * 1000 > now;

/** The part of the retention, a quarter of it, in which a day lies: the index is renewed once in each. */
export const quarterOf = ({ settings }: Settings, day: number): number =>
  Math.floor(day / quarterDays(settings.retentionDays));

const quarterDays = (retentionDays: number): number => Math.max(1, Math.ceil(retentionDays / 4));

/** Epoch seconds until which an index row of that quarter is kept: as long as anything of it may be within the retention. */
export const indexedUntil = ({ settings }: Settings, quarter: number): number =>
  ((quarter + 1) * quarterDays(settings.retentionDays) +
    settings.retentionDays +
    GRACE_DAYS +
    daysInOne(settings.retentionDays)) *
  DAY_SECONDS;
