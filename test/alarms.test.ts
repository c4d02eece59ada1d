import { runbookMarkdown, runbookPage } from "@faultline/service/watch/runbook/render";
import { RUNBOOK } from "@faultline/service/watch/runbook/runbook";
import type { Section } from "@faultline/service/watch/runbook/section";
import { expect, test } from "vitest";
import { ALARMS, compositeOf, LAST_RESORT, UNHEALTHY } from "../infra/alarms.js";
import { NAMESPACE } from "../packages/aws/src/metrics.js";
import { emittedMetrics } from "./infra/emitted-metrics.js";

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
