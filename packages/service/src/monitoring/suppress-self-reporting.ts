import { AsyncLocalStorage } from "node:async_hooks";

// Reporting a fault of ours may meet a fault of ours. Whatever happens inside is counted, and never reported.

const quiet = new AsyncLocalStorage<true>();

/** Does the work, all it awaits included, without any of its faults being reported. */
export const quietly = <T>(work: () => T): T => quiet.run(true, work);

export const isQuiet = (): boolean => quiet.getStore() === true;

/** What a request carries whose faults must not be reported: it is a report of a fault, or a canary, itself. */
export const QUIET_HEADER = "x-faultline-quiet";
