import { replicate } from "@faultline/testing/memory-world";
import { notifyWorld } from "@faultline/testing/notify-world";
import { failure, issueIn, MINUTE, postTo, START } from "@faultline/testing/two-regions";
import { expect, test } from "vitest";
import { outboxAge } from "../monitoring/outbox-age.js";
import { mergeIssues, unmergeIssues } from "../triage/merge-issues.js";
import { drainOutbox } from "./drain.js";

const DUE = [{ type: "webhook", url: "https://hooks.example/in", threshold: 10, notifyInterval: 10 }];

/** The second region counts events of one issue as another's for a while, and the first, which leads, never does. */
async function countedApart() {
  const world = notifyWorld();
  const { a, b } = world;
  await world.post(a, [failure(1, "one", START, 1), failure(2, "other", START, 1)], DUE);
  await world.settle();
  const [one, other] = (
    await postTo(a.ports, [failure(1, "one", START, 1), failure(2, "other", START, 1)])
  ).map(issueIn);
  const merge = { project: "shop", issue: one ?? "", issues: [other ?? ""], by: "ann" };
  await mergeIssues(b.ports, merge);
  await world.post(
    b,
    Array.from({ length: 12 }, (_, place) => failure(2, `e${place}`, START, 1)),
    DUE,
  );
  await b.settle();
  await unmergeIssues(b.ports, merge);
  await replicate(b, a);
  await world.settle();
  return world;
}

test("what the standby counted with an issue it is merged with, and the leader by itself, waits no longer than the leader would", async () => {
  const { b, clock, settle } = await countedApart();
  expect(await outboxAge(b.ports)).toBe(0);
  clock.set(START + 4 * MINUTE);
  await settle();
  expect(await outboxAge(b.ports)).toBeGreaterThan(3 * MINUTE);
  clock.set(START + 6 * MINUTE);
  await settle();
  expect(await outboxAge(b.ports)).toBe(0);
});

test("until then it is there for a region that has to take over", async () => {
  const { b, asked, clock, leads } = await countedApart();
  const before = asked.length;
  clock.set(START + 4 * MINUTE);
  Object.assign(leads, { "us-east-1": false, "us-west-2": true });
  await drainOutbox(b.ports);
  expect(asked.length).toBe(before + 1);
});
