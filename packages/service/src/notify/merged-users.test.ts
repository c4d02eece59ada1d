import type { Mute } from "@faultline/core/status";
import { notifyWorld, SLACK } from "@faultline/testing/notify-world";
import { failure, issueIn, postTo, START } from "@faultline/testing/two-regions";
import { expect, test } from "vitest";
import { ensureProject } from "../projects/projects.js";
import { getIssue } from "../query/issues.js";
import { mergeIssues } from "../triage/merge-issues.js";
import { decide } from "../triage/triage.js";
import { explain } from "./explain.js";

const EACH = {
  type: "webhook",
  url: "https://hooks.example/in",
  threshold: 1,
  notifyInterval: 1,
  burst: 1000,
};

/** An issue that user 1 met, into which one is merged that user 2 met, and how many are told when one of them meets a user. */
async function mergedWorld(config: object, { mute, users = [1, 2] }: { mute?: Mute; users?: number[] } = {}) {
  const world = notifyWorld();
  const { ports } = world.a;
  let sent = 0;
  const events = (kind: number, user: number) => [failure(kind, `e${sent++}`, START, user)];
  const post = async (kind: number, user: number) => {
    await world.post(world.a, events(kind, user), [config]);
    await world.settle();
    return world.asked.length - before;
  };
  let before = 0;
  for (const [place, user] of users.entries()) await post(place + 1, user);
  const [root = "", ...issues] = (
    await postTo(
      ports,
      users.map((user, place) => failure(place + 1, `e${place}`, START, user)),
    )
  ).map(issueIn);
  await mergeIssues(ports, { project: "shop", issue: root, issues, by: "anna" });
  if (mute) await decide(ports, { project: "shop", issue: root, by: "anna", mute });
  await world.settle();
  before = world.asked.length;
  const foretold = async (kind: number, user: number) => {
    const parsed = { reports: events(kind, user), rejected: [], notifications: [config] };
    const { events: told } = await explain(ports, { project: await ensureProject(ports, "shop"), parsed });
    return told[0]?.notifications[0];
  };
  return { ...world, ports, post, foretold, root, issues };
}

test("a mute by users of a merged issue ends by those of all its parts, each once", async () => {
  const { post, ports, root, issues } = await mergedWorld(EACH, { mute: { users: 3 } });
  expect(await post(2, 2)).toBe(0);
  expect(await post(2, 1)).toBe(0);
  expect(await post(1, 2)).toBe(0);
  expect(await getIssue(ports, "shop", root)).not.toHaveProperty("isMuteOver", true);
  expect(await post(2, 3)).toBe(1);
  expect(await post(1, 1)).toBe(2);
  for (const id of [root, ...issues])
    expect(await getIssue(ports, "shop", id)).toMatchObject({ mute: { users: 3 }, isMuteOver: true });
});

test("a mute by users that the parts had met when it was merged is over", async () => {
  const { post, ports, root } = await mergedWorld(EACH, { mute: { users: 3 }, users: [1, 2, 3] });
  expect(await getIssue(ports, "shop", root)).toMatchObject({ isMuteOver: true });
  expect(await post(1, 1)).toBe(1);
  expect(await post(3, 3)).toBe(2);
});

test.each([[{ total: 4 }], [{ count: 2, window: "hour" }]] as const)(
  "a mute until %j of a merged issue ends by events of any part, where it is shown and where it is told",
  async (mute) => {
    const { post, ports, root, issues } = await mergedWorld(EACH, { mute });
    expect(await post(1, 1)).toBe(0);
    expect(await getIssue(ports, "shop", root)).not.toHaveProperty("isMuteOver", true);
    expect(await post(2, 1)).toBe(1);
    for (const id of [root, ...issues])
      expect(await getIssue(ports, "shop", id)).toMatchObject({ isMuteOver: true });
  },
);

test("so many users of a merged issue are told once, be they new to one part or the other", async () => {
  const { post } = await mergedWorld({ ...SLACK, also: { users: 4 } });
  expect(await post(2, 1)).toBe(0);
  expect(await post(1, 3)).toBe(0);
  expect(await post(2, 3)).toBe(0);
  expect(await post(2, 4)).toBe(1);
  expect(await post(1, 5)).toBe(1);
});

test("what explain foretells of a merged issue's users is what then happens", async () => {
  const muted = await mergedWorld(EACH, { mute: { users: 3 } });
  for (const [kind, user, isTold] of [
    [2, 1, false],
    [1, 2, false],
    [2, 3, true],
    [1, 1, true],
  ] as const) {
    expect(await muted.foretold(kind, user)).toMatchObject({ wouldNotify: isTold });
    await muted.post(kind, user);
  }
  expect(muted.asked.length).toBeGreaterThan(0);
  const counted = await mergedWorld({ ...SLACK, also: { users: 4 } });
  expect(await counted.foretold(2, 1)).toMatchObject({ wouldNotify: false, besides: ["2 of 4 users"] });
  await counted.post(2, 3);
  expect(await counted.foretold(1, 4)).toMatchObject({ wouldNotify: true, besides: ["4 of 4 users"] });
});

test("what came back before its resolution was heard of is judged by the users of all its parts, too", async () => {
  const rarely = { ...EACH, threshold: 100, notifyInterval: 100 };
  const { ports, post, b, root, clock, leads, settle, asked } = await mergedWorld(rarely, {
    users: [1, 2, 3],
  });
  expect(await post(1, 1)).toBe(0);
  Object.assign(leads, { "us-east-1": false, "us-west-2": true });
  clock.set(START + 1000);
  await decide(ports, {
    project: "shop",
    issue: root,
    by: "anna",
    status: "resolved",
    mute: { users: 3 },
  });
  clock.set(START + 2000);
  await postTo(b.ports, [{ ...failure(1, "back", START + 2000, 1) }]);
  await b.settle();
  const before = asked.length;
  await settle();
  expect(asked.slice(before).map(({ body = "" }) => JSON.parse(body).kind)).toEqual(["regressed"]);
});
