import { setTimeout as sleep } from "node:timers/promises";
import { within } from "@faultline/service/ingest/within";
import type { Clock } from "@faultline/service/ports";

/** Lambda's clock. */
export const lambdaClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => sleep(milliseconds),
  within,
};
