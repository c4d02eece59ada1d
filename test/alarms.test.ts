import { runbookMarkdown, runbookPage } from "@faultline/service/monitoring/runbook/render";
import { RUNBOOK, sectionOf } from "@faultline/service/monitoring/runbook/runbook";
import type { Section } from "@faultline/service/monitoring/runbook/section";
import { expect, test } from "vitest";
import { chosenAlarms, chosenLastResort, isCheckTimed, watchMinutes } from "../infra/alarm-choice.js";
import { ALARMS, API_FAILING_OFTEN, CHECK_MISSING, LAST_RESORT, UNHEALTHY } from "../infra/alarms.js";
import { NAMESPACE } from "../packages/aws/src/metrics.js";
import { emittedDimensions, isEmittedBy } from "./infra/emitted-dimensions.js";
import { emittedMetrics } from "./infra/emitted-metrics.js";
import { isId, wrongExpression } from "./infra/metric-math.js";

const all = [...ALARMS, API_FAILING_OFTEN, CHECK_MISSING.few, CHECK_MISSING.all, UNHEALTHY, LAST_RESORT];
/** What one region sees of the other, and how long its own checks take, is judged by Faultline itself. */
const JUDGED = ["region-unreachable", "canary-slow"];
/** Kinds of faults that become issues without an alarm. */
const FAULTS = ["own-fault", "function-fault"];

test("every alarm has its section in the runbook, and every section its alarm", () => {
  const names = all.map(({ name }) => name);
  const groups = names.flatMap((name) => sectionOf(name)?.within ?? []);
  const named = new Set([...names, ...groups, ...JUDGED, ...FAULTS]);
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
  monitoring: { alarms, dashboard: false, lastResortEmail, functions: [] },
});

test("who wants all alarms has all; the few by default are on figures that cost nothing while all is well", () => {
  expect(
    chosenAlarms(choice("all"))
      .map(({ name }) => name)
      .sort(),
  ).toEqual([...ALARMS.map(({ name }) => name), "canary-missing"].sort());
  expect(chosenAlarms(choice("none"))).toEqual([]);
  // Each is paid for, in each region.
  const watched = chosenAlarms(choice("all")).flatMap((spec) => Object.values(spec.watched));
  expect(watched).toHaveLength(26);
  const few = chosenAlarms(choice("few"));
  expect(few.map(({ name }) => name).sort()).toEqual(["api-failing", "canary-missing", "deliveries-failing"]);
  expect(few.map(({ watched }) => Object.keys(watched).length)).toEqual([1, 1, 1]);
  const own = few
    .flatMap(({ watched }) => Object.values(watched))
    .filter(({ namespace }) => namespace === NAMESPACE);
  expect(own.map(({ metric }) => metric)).toEqual(["DeliveriesFailed"]);
  expect([isCheckTimed(choice("few")), isCheckTimed(choice("all"))]).toEqual([false, false]);
  expect(isCheckTimed(choice("few", "ops@example.com"))).toBe(true);
});

test("a synthetic check that fails and is tried twice is an alarm, and so is a function that does not run", () => {
  // Errors at once, after one minute and after three: wherever a period begins, two lie in one.
  for (let begins = 0; begins < 10; begins++) {
    const errors = [0, 1, 3].map((minute) => Math.floor((minute + begins) / 10));
    const most = Math.max(...errors.map((period) => errors.filter((one) => one === period).length));
    expect(most).toBeGreaterThan(CHECK_MISSING.few.threshold);
  }
  expect(CHECK_MISSING.few).toMatchObject({ periodSeconds: 600, missing: "breaching" });
  // A function that looks around every five minutes has a figure in every ten.
  expect(CHECK_MISSING.few.periodSeconds).toBeGreaterThan(watchMinutes(choice("few")).look * 60);
  expect(CHECK_MISSING.all).toMatchObject({ periodSeconds: 60, periods: 2, missing: "breaching" });
});

test("the last resort looks at two synthetic checks", () => {
  expect(chosenLastResort(choice("few", "ops@example.com"))).toMatchObject({ periodSeconds: 900, of: 2 });
  expect(chosenLastResort(choice("all", "ops@example.com"))).toMatchObject({ periodSeconds: 300, of: 2 });
  expect(chosenLastResort(choice("all"))).toBeUndefined();
});
