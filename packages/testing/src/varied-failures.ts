import type { Report } from "@faultline/core/report";
import { failure, MINUTE, START } from "./two-regions.js";

/** Errors of some kinds, few of most and many of a few, of many users and at times that are no order of arrival. */
export function variedFailures(random: () => number, name: string, kinds: number): Report[] {
  return Array.from({ length: kinds }, (_, kind) => {
    const count = random() < 0.4 ? 0 : Math.ceil(1 / (random() + 0.02));
    return Array.from({ length: count }, (__, place) =>
      failure(
        kind,
        `${name} ${kind} ${place}`,
        START - Math.floor(random() * 600) * MINUTE,
        Math.floor(random() * 30),
      ),
    );
  }).flat();
}
