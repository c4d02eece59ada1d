import { setTimeout as sleep } from "node:timers/promises";
import { within } from "@faultline/service/ingest/within";
import type { Clock } from "@faultline/service/ports";

/** This machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => sleep(milliseconds),
  within,
};
