import type { Project } from "@faultline/core/project";
import type { Report } from "@faultline/core/report";
import { converge, failure, rebuilt, START, twoRegions } from "@faultline/testing/two-regions";
import { expect, test } from "vitest";
import type { Ports } from "../ports.js";
import { describeView } from "../projection/describe.js";
import { ensureProject } from "../projects/projects.js";
import { listIssues } from "../query/list-issues.js";
import { timeline } from "../query/timeline.js";
import { forRequest } from "./deadline.js";
import { ingest } from "./ingest.js";

const RULES: Project["rules"] = [{ when: { type: "Failure1" }, do: { fingerprint: ["ones"] } }];

async function send(ports: Ports, rules: Project["rules"], reports: readonly Report[]): Promise<void> {
  const project = { ...(await ensureProject(ports, "shop")), rules };
  await ingest(forRequest(ports), { project, parsed: { reports, rejected: [] } });
}

async function countsOf(ports: Ports): Promise<number[]> {
  const { issues } = await listIssues(ports, { project: "shop", status: "all", sort: "lastSeen", limit: 50 });
  return issues.map(({ count }) => count).sort();
}

test("a request sent to both regions while one knows a rule and the other does not comes to the same in both", async () => {
  const { a, b } = twoRegions(1);
  const reports = [failure(1, "e1", START, 1), failure(2, "e2", START, 1)];
  await send(a.ports, RULES, reports);
  await send(b.ports, [], reports);
  await converge(a, b);
  const said = await describeView(a.ports);
  expect((await describeView(b.ports)).lines).toEqual(said.lines);
  expect((await describeView(await rebuilt(b.ports))).lines).toEqual(said.lines);
  // The event that the rule is about is one of each of the issues it was put into, and one of the project's.
  expect(await countsOf(a.ports)).toEqual([1, 1, 1]);
  const points = await timeline(a.ports, { project: "shop", from: START, to: START, unit: "minute" });
  expect(points.map(({ count }) => count)).toEqual([2]);
});

test("what one region drops and the other does not know to is there, once", async () => {
  const { a, b } = twoRegions(2);
  const reports = [failure(1, "e1", START, 1), failure(2, "e2", START, 1)];
  await send(a.ports, [{ when: { type: "Failure1" }, do: "drop" }], reports);
  await send(b.ports, [], reports);
  await converge(a, b);
  expect(await countsOf(a.ports)).toEqual([1, 1]);
  expect((await describeView(b.ports)).lines).toEqual((await describeView(a.ports)).lines);
});

test("what a rule drops has its outcome and its metric", async () => {
  const { a } = twoRegions(4);
  const project = await ensureProject(a.ports, "shop");
  const counted: Record<string, number> = {};
  const count = (metric: string, by: number): void => {
    counted[metric] = (counted[metric] ?? 0) + by;
  };
  const ports = { ...a.ports, meter: { ...a.ports.meter, count } };
  const rules: Project["rules"] = [{ when: { type: "Failure1" }, do: "drop" }];
  const reports = [failure(1, "e1", START, 1), failure(2, "e2", START, 1), failure(1, "e3", START, 1)];
  const posted = { project: { ...project, rules }, parsed: { reports, rejected: [] } };
  const { outcomes } = await ingest(forRequest(ports), posted);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["accepted", "dropped"]);
  expect(outcomes).toContainEqual({ kind: "dropped", what: "by a rule", count: 2 });
  expect(counted).toMatchObject({ EventsAccepted: 1, ReportsDropped: 2 });
});

test("a retry under the same rules is the same pack", async () => {
  const { a, b } = twoRegions(3);
  const reports = [failure(1, "e1", START, 1)];
  await send(a.ports, RULES, reports);
  await send(b.ports, RULES, reports);
  await send(a.ports, RULES, reports);
  await converge(a, b);
  expect(await countsOf(b.ports)).toEqual([1]);
});
