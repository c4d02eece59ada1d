import { memoryRegion, replicate, virtualClock } from "@faultline/testing/memory-world";
import { notifyWorld, SLACK } from "@faultline/testing/notify-world";
import { expect, test } from "vitest";
import { keepConfigs } from "../notify/configs.js";
import { OWN_PROJECT } from "../projects/built-in.js";
import { ensureProject, patchProject } from "../projects/projects.js";
import { listIssues } from "../query/list-issues.js";
import { listOccurrences } from "../query/occurrences.js";
import { decide } from "../triage/triage.js";
import { readRows } from "./rows.js";
import { type AlarmChange, takeAlarm } from "./take-alarm.js";

const START = Date.UTC(2026, 10, 24, 12);
const MINUTE = 60_000;
const ALARM: AlarmChange = {
  id: "arn:aws:cloudwatch:us-west-2:123456789012:alarm:unreachable",
  name: "region-unreachable",
  region: "us-east-1",
  state: "alarm",
  at: START,
  title: "us-east-1 is unreachable",
  reason: "Threshold crossed.",
};
const OK: AlarmChange = { ...ALARM, state: "ok", at: START + 7 * MINUTE, reason: "It answers." };

function world() {
  const clock = virtualClock(START + 8 * MINUTE);
  const a = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const b = memoryRegion({ region: "us-west-2", clock, seed: 2 });
  return {
    a,
    b,
    async settle() {
      await replicate(a, b);
      await replicate(b, a);
      await a.settle();
      await b.settle();
    },
    issues: async ({ ports } = a) =>
      (await listIssues(ports, { project: OWN_PROJECT, status: "all", sort: "lastSeen", limit: 10 })).issues,
    alarms: async ({ ports } = a) => (await readRows(ports)).filter((row) => row.kind === "alarm"),
  };
}

test("an alarm that fires is one issue of the built-in project, with a link to its section", async () => {
  const { a, settle, issues } = world();
  expect(await takeAlarm(a.ports, ALARM)).toBe("reported");
  await settle();
  const [issue] = await issues();
  expect(issue).toMatchObject({ message: "us-east-1 is unreachable", status: "unresolved", count: 1 });
  expect(issue?.tags.runbook).toBe("http://faultline.test/runbook#region-unreachable");
});

test("told of twice, in both regions, in any order, a change counts once", async () => {
  const { a, b, settle, issues, alarms } = world();
  await Promise.all([takeAlarm(a.ports, ALARM), takeAlarm(b.ports, ALARM), takeAlarm(a.ports, ALARM)]);
  await settle();
  expect(await takeAlarm(b.ports, ALARM)).toBe("stale");
  await Promise.all([takeAlarm(b.ports, OK), takeAlarm(a.ports, OK)]);
  await settle();
  expect(await takeAlarm(a.ports, OK)).toBe("stale");
  expect(await takeAlarm(a.ports, ALARM)).toBe("stale");
  await settle();
  for (const region of [a, b]) {
    expect(await issues(region)).toMatchObject([{ count: 1, status: "resolved", statusAt: OK.at }]);
    expect(await alarms(region)).toMatchObject([{ state: "ok", since: OK.at }]);
  }
});

test("the time to recover is from the last event to the resolution, and said in words", async () => {
  const { a, settle, issues } = world();
  await takeAlarm(a.ports, ALARM);
  await settle();
  await takeAlarm(a.ports, OK);
  await settle();
  const [issue] = await issues();
  expect((issue?.statusAt ?? 0) - (issue?.lastSeen ?? 0)).toBe(7 * MINUTE);
  expect(issue?.statusBy).toBe("It answers. It lasted 7 min.");
});

test("an end that comes before its beginning resolves it all the same", async () => {
  const { a, settle, issues } = world();
  expect(await takeAlarm(a.ports, { ...OK, began: ALARM.at })).toBe("resolved");
  expect(await takeAlarm(a.ports, ALARM)).toBe("stale");
  await settle();
  expect(await issues()).toEqual([]);
});

test("an alarm that fires again reopens its issue, and counts", async () => {
  const { a, settle, issues } = world();
  for (const change of [ALARM, OK, { ...ALARM, at: OK.at + MINUTE }]) {
    await takeAlarm(a.ports, change);
    await settle();
  }
  expect(await issues()).toMatchObject([{ count: 2, status: "unresolved", regressed: true }]);
});

test("each region has its own issue of an alarm", async () => {
  const { a, settle, issues } = world();
  await takeAlarm(a.ports, ALARM);
  await takeAlarm(a.ports, { ...ALARM, id: "other", region: "us-west-2" });
  await settle();
  expect(await issues()).toHaveLength(2);
});

test("without data a change is shown and makes no issue", async () => {
  const { a, settle, issues, alarms } = world();
  expect(await takeAlarm(a.ports, { ...ALARM, state: "insufficient_data" })).toBe("noted");
  expect(await takeAlarm(a.ports, { ...ALARM, name: "canary-slow", state: "ok" })).toBe("noted");
  await settle();
  expect(await issues()).toEqual([]);
  const states = (await alarms()).map(({ name, state }) => [name, state]);
  expect(states.sort()).toEqual([
    ["canary-slow", "ok"],
    ["region-unreachable", "insufficient_data"],
  ]);
});

const member = (name: string, at: number, state: AlarmChange["state"] = "alarm"): AlarmChange => ({
  ...ALARM,
  id: name,
  name,
  group: "storage",
  at,
  state,
  title: name,
});

test("alarms of one cause are one issue, which is over when the last of them is", async () => {
  const { a, b, settle, issues, alarms } = world();
  const later = START + MINUTE;
  expect(await takeAlarm(a.ports, member("log-throttled", START))).toBe("reported");
  expect(await takeAlarm(a.ports, member("log-errors", later))).toBe("noted");
  // The other region hears of both as well, the other way round.
  await takeAlarm(b.ports, member("log-errors", later));
  await takeAlarm(b.ports, member("log-throttled", START));
  await settle();
  for (const region of [a, b]) expect(await issues(region)).toMatchObject([{ status: "unresolved" }]);
  expect(await takeAlarm(a.ports, member("log-throttled", later + 1, "ok"))).toBe("noted");
  expect(await takeAlarm(a.ports, member("log-errors", later + MINUTE, "ok"))).toBe("resolved");
  await settle();
  for (const region of [a, b])
    expect(await issues(region)).toMatchObject([{ status: "resolved", statusAt: later + MINUTE }]);
  const states = (await alarms(b)).map(({ name, state }) => [name, state]);
  expect(states.sort()).toEqual([
    ["log-errors", "ok"],
    ["log-throttled", "ok"],
    ["storage", "ok"],
  ]);
});

test("an issue that people ignore stays ignored when its alarm ends", async () => {
  const { a, settle, issues } = world();
  await takeAlarm(a.ports, ALARM);
  await settle();
  const [issue] = await issues();
  await decide(a.ports, { project: OWN_PROJECT, issue: issue?.id ?? "", by: "test", status: "ignored" });
  await takeAlarm(a.ports, OK);
  await settle();
  expect(await issues()).toMatchObject([{ status: "ignored" }]);
});

test("an occurrence keeps the figures and the reason", async () => {
  const { a, settle, issues } = world();
  await takeAlarm(a.ports, { ...ALARM, details: { figures: [1, 1] } });
  await settle();
  const [issue] = await issues();
  const page = { project: OWN_PROJECT, issue: issue?.id ?? "", limit: 1 };
  const [occurrence] = (await listOccurrences(a.ports, page)).occurrences;
  expect(occurrence?.event.extra).toMatchObject({ reason: "Threshold crossed.", figures: [1, 1] });
});

test("where the built-in project has notifications of its own, an alarm is told", async () => {
  const told = notifyWorld();
  await ensureProject(told.a.ports, OWN_PROJECT);
  const { notify } = await keepConfigs(told.a.ports, { project: OWN_PROJECT }, [SLACK]);
  await patchProject(told.a.ports, OWN_PROJECT, { notify });
  await takeAlarm(told.a.ports, { ...ALARM, at: told.clock.now() });
  await told.settle();
  expect(told.asked.map(({ body }) => body).join()).toContain("us-east-1 is unreachable");
});
