import { runbookMarkdown, runbookPage } from "@faultline/service/monitoring/runbook/render";
import { RUNBOOK } from "@faultline/service/monitoring/runbook/runbook";
import type { Section } from "@faultline/service/monitoring/runbook/section";
import { expect, test } from "vitest";
import { chosenAlarms, chosenLastResort, syntheticCheckMinutes } from "../infra/alarm-choice.js";
import { ALARMS, compositeOf, LAST_RESORT, UNHEALTHY } from "../infra/alarms.js";
import { NAMESPACE } from "../packages/aws/src/metrics.js";
import { emittedDimensions, isEmittedBy } from "./infra/emitted-dimensions.js";
import { emittedMetrics } from "./infra/emitted-metrics.js";
import { isId, wrongExpression } from "./infra/metric-math.js";

const all = [...ALARMS, UNHEALTHY, LAST_RESORT];
/** Kinds of faults that become issues without an alarm. */
const FAULTS = ["own-fault", "function-fault"];

test("every alarm has its section in the runbook, and every section its alarm", () => {
  const composites = ALARMS.flatMap(({ name }) => compositeOf(name) ?? []);
  const named = new Set([...all.map(({ name }) => name), ...composites, ...FAULTS]);
  expect([...named].sort()).toEqual(Object.keys(RUNBOOK).sort());
});

test("no section leaves out what it means, where to look, and what to do", () => {
  const sections = Object.entries<Section>(RUNBOOK);
  const short = sections.filter(
    ([, { means, look, act }]) => means.length < 40 || look.length === 0 || act.length === 0,
  );
  expect(short.map(([name]) => name)).toEqual([]);
});

test("docs/runbook.md is the runbook that is served", async () => {
  await expect(runbookMarkdown()).toMatchFileSnapshot("../docs/runbook.md");
});

test("the served page has an anchor for every section", () => {
  const anchors = [...runbookPage().matchAll(/<section id="([^"]+)">/g)].map(([, name]) => name);
  expect(anchors).toEqual(Object.keys(RUNBOOK));
});

test("every alarm on a metric of ours has code that emits it under the same constant", () => {
  const emitted = emittedMetrics();
  const watched = all.flatMap(({ name, watched: metrics }) =>
    Object.values(metrics).flatMap(({ namespace, metric }) =>
      namespace === NAMESPACE ? [`${name}: ${metric}`] : [],
    ),
  );
  expect(watched.length).toBeGreaterThan(5);
  expect(watched.filter((line) => !emitted.has(line.split(": ")[1] ?? ""))).toEqual([]);
});

test("an alarm's figures can make it fire: no more bad periods are asked for than are looked at", () => {
  expect(all.filter(({ periods, of }) => periods < 1 || periods > of).map(({ name }) => name)).toEqual([]);
  // CloudWatch looks back a day at the most: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  expect(all.filter(({ periodSeconds, of }) => periodSeconds * of > 86_400).map(({ name }) => name)).toEqual(
    [],
  );
  // A single metric is judged as it is; of several an expression makes one figure.
  const unclear = all.filter(({ watched, expression }) => Object.keys(watched).length > 1 && !expression);
  expect(unclear.map(({ name }) => name)).toEqual([]);
});

test("every expression names what is beside it, and functions that CloudWatch knows", () => {
  const wrong = all.flatMap(({ name, watched, expression }) => {
    const ids = Object.keys(watched);
    const reason = expression === undefined ? undefined : wrongExpression(expression, ids);
    return [...ids.filter((id) => !isId(id)), ...(reason === undefined ? [] : [reason])].map(
      (text) => `${name}: ${text}`,
    );
  });
  expect(wrong).toEqual([]);
});

test.each([
  ["IF(b > 0, 100 * a / b, 0)", undefined],
  ["FILL(a, 0) >= 1.5 AND NOT (b == 0 || a != b)", undefined],
  ["FILL(a, 0) + c", "names c, which is not defined beside it"],
  ["SEARCH(a, b)", "calls SEARCH, which CloudWatch does not know"],
  ["a(b)", "calls a, which CloudWatch does not know"],
  ["(a + b", "has brackets that do not close: (a + b"],
  ["a) + (b", "has brackets that do not close: a) + (b"],
  ["a ? b : 0", "cannot be read: a ? b : 0"],
  ["a + 1", "pays for b and does not use it"],
])("%s: what CloudWatch would make of it is known beforehand", (expression, reason) => {
  expect(wrongExpression(expression, ["a", "b"])).toBe(reason);
});

test("every alarm looks where its metric is told: by dimensions that the meter, or AWS, gives it", () => {
  const misplaced = all.flatMap(({ name, watched }) =>
    Object.values(watched).flatMap(({ namespace, metric, of, fixed = {} }) => {
      const set = Object.keys({ ...of, ...fixed });
      return isEmittedBy(set, emittedDimensions(namespace, metric) ?? []) ? [] : [`${name}: ${set}`];
    }),
  );
  expect(misplaced).toEqual([]);
});

const choice = (alarms: "all" | "few" | "none", lastResortEmail?: string) => ({
  monitoring: { alarms, lastResortEmail, functions: [] },
});

test("who wants all alarms has all; the few by default each make an issue of their own", () => {
  expect(chosenAlarms(choice("all"))).toEqual(ALARMS);
  expect(chosenAlarms(choice("none"))).toEqual([]);
  const few = chosenAlarms(choice("few"));
  expect(few.map(({ name }) => name).sort()).toEqual([
    "canary-missing",
    "deliveries-failing",
    "region-unreachable",
  ]);
  expect(few.filter(({ name }) => compositeOf(name) !== undefined)).toEqual([]);
});

test("with a synthetic check every five minutes, an alarm on synthetic checks misses two before it fires", () => {
  expect([syntheticCheckMinutes(choice("all")), syntheticCheckMinutes(choice("few"))]).toEqual([1, 5]);
  const few = chosenAlarms(choice("few")).find(({ name }) => name === "canary-missing");
  expect(few).toMatchObject({ periodSeconds: 300, periods: 2, of: 2 });
  expect(chosenLastResort(choice("few", "ops@example.com"))).toMatchObject({ periodSeconds: 300, of: 2 });
  expect(chosenLastResort(choice("all", "ops@example.com"))).toEqual(LAST_RESORT);
  expect(chosenLastResort(choice("all"))).toBeUndefined();
});
