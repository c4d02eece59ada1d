import type { Report } from "@faultline/core/report";
import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { expect, test } from "vitest";
import { Dice } from "./faults.js";
import { WatchedQuotas } from "./watched-quotas.js";

const START = Date.UTC(2026, 10, 24, 12);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

test("what the simulation expects of quotas is what they do, over an hour of any bursts", () => {
  console.log(`SEED=${SEED}`);
  const dice = new Dice(seeded(SEED), new Set());
  const clock = virtualClock(START);
  const failures: string[] = [];
  const { ports } = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const region = { name: "us-east-1", ports };
  const watched = new WatchedQuotas({
    dice,
    regions: [region],
    fail: (invariant, detail) => failures.push(`${invariant}: ${detail}`),
  });
  for (let request = 0; request < 300; request++) {
    clock.set(clock.now() + dice.pick(24_000));
    const reports = Array.from({ length: 1 + dice.pick(60) }, (_, n) =>
      reportOf(`${request}-${n}`, dice.pick(3)),
    );
    try {
      const keeps = watched.admit("us-east-1", reports);
      for (const { type } of reports) keeps(`iss_${type}`);
    } catch (error) {
      expect(error).toMatchObject({ code: "quota_exceeded" });
    }
  }
  expect(failures).toEqual([]);
  expect(dice.counts.get("bodyLeftOut")).toBeGreaterThan(0);
  expect(dice.counts.get("quotaExceeded")).toBeGreaterThan(0);
});

const reportOf = (eventId: string, type: number): Report => ({
  eventId,
  level: "error",
  type: `T${type}`,
  message: "broke",
  exceptions: [],
});
