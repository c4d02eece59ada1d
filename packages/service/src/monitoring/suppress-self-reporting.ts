import { AsyncLocalStorage } from "node:async_hooks";
import type { Settings } from "../ports.js";
import { isSameSecret, quietKey } from "./self-key.js";

// Reporting a fault of ours may meet a fault of ours. Whatever happens inside is counted, and never reported.

const quiet = new AsyncLocalStorage<true>();

/** Does the work, all it awaits included, without any of its faults being reported. */
export const suppressingSelfReports = <T>(work: () => T): T => quiet.run(true, work);

export const isSelfReportingSuppressed = (): boolean => quiet.getStore() === true;

const HEADER = "x-faultline-quiet";

type KeySettings = Pick<Settings, "masterKeyHash">;

/** What a request carries whose faults must not be reported: it is a report of a fault, or a synthetic check, itself. */
export const quietHeader = (settings: KeySettings): Readonly<Record<string, string>> => ({
  [HEADER]: quietKey(settings),
});

/** True for requests of our own regions alone: whoever else could say so would work unseen. */
export function isQuietRequest(settings: KeySettings, headers: Headers): boolean {
  const given = headers.get(HEADER);
  return given !== null && isSameSecret(given, quietKey(settings));
}
