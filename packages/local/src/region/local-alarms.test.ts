import { METRICS } from "@faultline/service/metrics";
import { localMeter } from "@faultline/service/monitoring/minute-meter";
import { readRows } from "@faultline/service/monitoring/rows";
import { OWN_PROJECT } from "@faultline/service/projects/built-in";
import { listIssues } from "@faultline/service/query/list-issues";
import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { localAlarms } from "./local-alarms.js";

const START = Date.UTC(2026, 10, 24, 12);
const MINUTE = 60_000;

function world() {
  const clock = virtualClock(START);
  const memory = memoryRegion({ region: "us-west-2", clock, seed: 1 });
  /** A process that begins now: it knows of no figures, the log is as it was. */
  const begin = () => {
    const meter = localMeter(clock);
    return { meter, alarms: localAlarms({ ...memory.ports, meter }) };
  };
  return {
    clock,
    begin,
    later: (milliseconds: number) => clock.set(clock.now() + milliseconds),
    async issues() {
      await memory.settle();
      const page = { project: OWN_PROJECT, status: "all", sort: "lastSeen", limit: 10 } as const;
      return (await listIssues(memory.ports, page)).issues;
    },
    async stateOf(name: string) {
      const row = (await readRows(memory.ports)).find((one) => one.kind === "alarm" && one.name === name);
      return row?.kind === "alarm" ? row.state : undefined;
    },
  };
}

test("a bad minute is an issue, looked at again it counts no more, and a good one resolves it", async () => {
  const { begin, issues, later } = world();
  const { meter, alarms } = begin();
  meter.count(METRICS.deliveriesFailed, 5);
  for (let look = 0; look < 3; look++) {
    await alarms.judgeMetrics();
    later(1000);
  }
  expect(await issues()).toMatchObject([
    { message: "Notifications fail (us-west-2)", count: 1, status: "unresolved" },
  ]);
  later(MINUTE - 3000);
  await alarms.judgeMetrics();
  expect(await issues()).toMatchObject([{ count: 1, status: "resolved", statusAt: START + MINUTE }]);
});

test("a process that begins anew knows what was told before", async () => {
  const { begin, issues, later } = world();
  const before = begin();
  before.meter.count(METRICS.deliveriesFailed, 5);
  await before.alarms.judgeMetrics();
  later(1000);
  await begin().alarms.judgeMetrics();
  expect(await issues()).toMatchObject([{ count: 1, status: "resolved" }]);
});

test("synthetic checks that are missing fire once three whole minutes are known", async () => {
  const { begin, stateOf, later } = world();
  const { meter, alarms } = begin();
  for (const state of ["insufficient_data", "insufficient_data", "insufficient_data", "alarm"]) {
    await alarms.judgeMetrics();
    expect(await stateOf("canary-missing")).toBe(state);
    later(MINUTE);
  }
  meter.measure(METRICS.syntheticCheckMilliseconds, 900);
  later(MINUTE);
  await alarms.judgeMetrics();
  expect(await stateOf("canary-missing")).toBe("ok");
});

test("the other region is unreachable after three looks in a row, as of the first, and back after two", async () => {
  const { begin, issues, later } = world();
  const { alarms } = begin();
  for (const isAlive of [true, false, true, false, false]) {
    await alarms.lookAt("us-east-1", isAlive);
    later(1000);
  }
  expect(await issues()).toEqual([]);
  await alarms.lookAt("us-east-1", false);
  expect(await issues()).toMatchObject([
    { message: "us-east-1 is unreachable", status: "unresolved", lastSeen: START + 3000 },
  ]);
  for (let look = 0; look < 2; look++) {
    later(1000);
    await alarms.lookAt("us-east-1", true);
  }
  expect(await issues()).toMatchObject([{ count: 1, status: "resolved", statusAt: START + 6000 }]);
});
