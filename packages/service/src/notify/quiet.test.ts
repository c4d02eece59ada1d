import type { Mute } from "@faultline/core/status";
import { readTarget } from "@faultline/destinations/all";
import { ruleOf } from "@faultline/destinations/config";
import { broken, notifyWorld, START } from "@faultline/testing/notify-world";
import { expect, test } from "vitest";
import { muteOverAfter } from "../projection/rows/issue-row.js";
import { outboxPartition } from "../table/layout.js";
import { decide, deleteIssue } from "../triage/triage.js";

const HOUR = 3_600_000;

test("a muted issue that comes back tells nobody, and says why", async () => {
  const world = notifyWorld();
  await world.post(world.a, [broken("e1")]);
  await world.settle();
  const { id: issue } = await world.issue();
  const triage = { project: "shop", issue, by: "anna" };
  await decide(world.a.ports, { ...triage, status: "resolved", mute: { until: START + 24 * HOUR } });
  await world.settle();
  const before = world.asked.length;
  world.clock.set(START + HOUR);
  await world.post(world.a, [broken("e2")]);
  await world.settle();
  expect(await world.issue()).toMatchObject({ regressed: true, count: 2 });
  expect(world.asked).toHaveLength(before);
  expect(await world.deliveries()).toMatchObject([
    { kind: "regressed", outcome: "held", reason: expect.stringContaining("muted") },
    { kind: "first", outcome: "sent" },
  ]);
});

const EVERY = {
  type: "webhook",
  url: "https://hooks.example/in",
  threshold: 1,
  notifyInterval: 1,
  burst: 1000,
};

/** An issue that tells of each event, muted, and how many were told of when it has so many more. */
async function mutedWorld(mute: Mute) {
  const world = notifyWorld();
  let sent = 0;
  const more = async (user: string) => {
    const id = `m${sent++}`;
    await world.post(world.a, [{ ...broken(id), user: { id: user } }], [EVERY]);
    await world.settle();
    return world.asked.length - before;
  };
  let before = 0;
  await more("anna");
  const { id: issue } = await world.issue();
  await decide(world.a.ports, { project: "shop", issue, by: "anna", mute });
  await world.settle();
  before = world.asked.length;
  return { ...world, more };
}

test("muted until so many users have met it, it tells nobody before", async () => {
  const { more } = await mutedWorld({ users: 3 });
  expect(await more("anna")).toBe(0);
  expect(await more("ben")).toBe(0);
  expect(await more("ben")).toBe(0);
  expect(await more("carl")).toBe(1);
  expect(await more("anna")).toBe(2);
});

test("muted until so many events come within an hour, it tells nobody before, and everybody from then on", async () => {
  const { more, clock } = await mutedWorld({ count: 3, window: "hour" });
  for (let hour = 1; hour < 4; hour++) {
    clock.set(START + hour * HOUR);
    expect([await more("anna"), await more("anna")]).toEqual([0, 0]);
  }
  clock.set(START + 4 * HOUR);
  expect([await more("anna"), await more("anna"), await more("anna")]).toEqual([0, 0, 1]);
  clock.set(START + 6 * HOUR);
  expect(await more("anna")).toBe(2);
});

test.each([
  [{ total: 2 }, "ben"],
  [{ users: 2 }, "ben"],
  [{ count: 1, window: "hour" }, "anna"],
] as const)("a mute until %j is told to be over once it is", async (mute, user) => {
  const { more, issue } = await mutedWorld(mute);
  expect(await issue()).not.toHaveProperty("isMuteOver", true);
  await more(user);
  expect(await issue()).toMatchObject({ mute, isMuteOver: true });
});

test("of the hour in which it is muted, those count that come after", async () => {
  const { more, clock } = await mutedWorld({ count: 3, window: "hour" });
  clock.set(START + 30_000);
  expect([await more("anna"), await more("anna"), await more("anna")]).toEqual([0, 0, 1]);
});

test("of the hour in which it is muted, what came before does not count", async () => {
  const { more, clock, a, issue } = await mutedWorld({ count: 3, window: "hour" });
  clock.set(START + HOUR);
  expect([await more("anna"), await more("anna")]).toEqual([0, 0]);
  const { id } = await issue();
  await decide(a.ports, { project: "shop", issue: id, by: "ben", mute: { count: 2, window: "hour" } });
  expect([await more("anna"), await more("anna")]).toEqual([0, 1]);
});

test("a mute of an earlier version ends by an hour that began after it", () => {
  const register = { status: "unresolved", at: 0, mute: { count: 2, window: "hour" } } as const;
  const over = (hour: [number, number]) =>
    muteOverAfter(
      { register: { ...register, muted: { at: START + 1, by: "anna" } }, muteOver: undefined },
      { hour },
    );
  expect(over([START, 9])).toBeUndefined();
  expect(over([START + HOUR, 1])).toBeUndefined();
  expect(over([START + HOUR, 2])).toBe(START + 1);
});

test("of an issue deleted before the other region heard of it, nothing is told or left to tell", async () => {
  const world = notifyWorld();
  await world.post(world.b, [broken("e1")]);
  await world.settle(world.b);
  await deleteIssue(world.b.ports, "shop", (await world.issue(world.b.ports)).id, "anna");
  await world.settle();
  expect(world.asked).toEqual([]);
  for (const { ports } of [world.a, world.b])
    expect((await ports.view.query({ pk: outboxPartition })).items).toEqual([]);
});

test("what a deletion leaves is told as a new issue, by whichever region", async () => {
  const world = notifyWorld();
  await world.post(world.a, [broken("e1")]);
  await world.settle();
  world.clock.set(START + HOUR);
  await deleteIssue(world.a.ports, "shop", (await world.issue()).id, "anna");
  world.clock.set(START + 2 * HOUR);
  await world.post(world.b, [broken("e2")]);
  await world.settle(world.b);
  await world.settle();
  expect(world.asked).toHaveLength(2);
  expect(await world.issue()).toMatchObject({ count: 1 });
  for (const { ports } of [world.a, world.b])
    expect((await ports.view.query({ pk: outboxPartition })).items).toEqual([]);
});

test("a digest of issues that were deleted meanwhile is no mail", async () => {
  const world = notifyWorld();
  const mail = { type: "email", to: "anna@example.com", digest: 15 };
  await world.post(world.a, [broken("e1")], [mail]);
  await world.settle();
  await deleteIssue(world.a.ports, "shop", (await world.issue()).id, "anna");
  await world.settle();
  world.clock.set(START + HOUR);
  await world.digests();
  expect(world.mails).toEqual([]);
});

test("what the original's Go client did not set counts as not set", () => {
  const zeros = {
    notifyInterval: 0,
    threshold: 0,
    timezone: 0,
    linkExpires: 0,
    username: "",
    linkTemplate: "",
  };
  const slack = { type: "slack", endpoint: "https://hooks.slack.com/services/T/B/x", channel: "#random" };
  const { config } = targetOf({ ...slack, ...zeros });
  expect(config).toEqual(targetOf(slack).config);
  expect(ruleOf(config)).toMatchObject({ threshold: -1, interval: 1 });
  const github = { type: "github", userToken: "t", owner: "o" };
  expect(targetOf({ ...github, repo: 42, timezone: 9 }).config).toMatchObject({
    repo: "42",
    timezone: "Etc/GMT-9",
  });
});

function targetOf(input: unknown) {
  const target = readTarget(input);
  if (typeof target === "string") throw new Error(target);
  return target;
}
