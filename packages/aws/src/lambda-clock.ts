import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "@faultline/service/ports";
import { within } from "@faultline/service/within";

/** Lambda's clock. */
export const lambdaClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => sleep(milliseconds),
  within,
};
