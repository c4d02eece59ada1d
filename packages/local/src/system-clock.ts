import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "@faultline/service/ports";
import { within } from "@faultline/service/within";

/** This machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => sleep(milliseconds),
  within,
};
