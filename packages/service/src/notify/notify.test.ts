import { answered, broken, notifyWorld, SLACK, START } from "@faultline/testing/notify-world";
import { expect, test } from "vitest";
import { decide } from "../triage/triage.js";
import { encryptConfig } from "./encrypted-config.js";
import { pendingOf } from "./pending.js";

const rule = (threshold: number, notifyInterval: number, more = {}) => ({
  ...SLACK,
  threshold,
  notifyInterval,
  burst: 10_000,
  ...more,
});

test("the first event of an issue is told, once, from one region, whatever is sent twice", async () => {
  const world = notifyWorld();
  await world.post(world.a, [broken("e1")]);
  await world.post(world.b, [broken("e1")]);
  await world.settle();
  await world.settle();
  expect(world.asked.map(({ url, region }) => [url, region])).toEqual([[SLACK.endpoint, "us-east-1"]]);
  expect(world.asked[0]?.body).toContain("total is not a function");
  expect((await world.deliveries()).map(({ kind, outcome }) => [kind, outcome])).toEqual([["first", "sent"]]);
});

test("a thousand events, threshold 30, interval 5: the exact set of notices, once each, a region lost midway", async () => {
  const world = notifyWorld();
  const notifications = [rule(30, 5)];
  const happens = async (n: number, isLost: boolean) => {
    world.clock.set(world.clock.now() + 500);
    world.leads["us-east-1"] = !isLost;
    world.leads["us-west-2"] = isLost;
    await world.post(isLost ? world.b : world.a, [broken(`e${n}`)], notifications);
    if (n % 10 === 0 || n < 3) await world.settle(...(isLost ? [world.b] : []));
  };
  for (let n = 1; n <= 400; n++) await happens(n, false);
  await world.settle();
  for (let n = 401; n <= 700; n++) await happens(n, true);
  await world.settle();
  for (let n = 701; n <= 1000; n++) await happens(n, false);
  await world.settle();
  const sent = (await world.deliveries()).filter(({ outcome }) => outcome === "sent");
  const counts = sent.flatMap((one) => one.counts ?? []).sort((x, y) => x - y);
  const wanted = [1, ...Array.from({ length: 195 }, (_, place) => 30 + place * 5)];
  expect(counts).toEqual(wanted);
  expect(new Set(sent.map(({ region }) => region)).size).toBe(2);
});

test("a window of a minute counts anew with each minute", async () => {
  const world = notifyWorld();
  for (let n = 0; n < 30; n++) {
    world.clock.set(START + n * 10_000);
    await world.post(
      world.a,
      [broken(`e${n}`, { timestamp: world.clock.now() })],
      [rule(4, 1, { window: "minute" })],
    );
    await world.settle(world.a);
  }
  const sent = (await world.deliveries()).filter(({ outcome }) => outcome === "sent");
  expect(sent.flatMap(({ counts }) => counts ?? []).reverse()).toEqual([
    1,
    ...Array(5).fill([4, 5, 6]).flat(),
  ]);
});

test("an error that comes back after its resolution is told, of an ignored issue it is not", async () => {
  const world = notifyWorld();
  await world.post(world.a, [broken("e1")]);
  await world.settle();
  const { id: issue } = await world.issue();
  world.clock.set(START + 10_000);
  await decide(world.a.ports, { project: "shop", issue, status: "resolved", by: "test" });
  world.clock.set(START + 20_000);
  await world.post(world.b, [broken("e2"), broken("e3")]);
  await world.settle();
  expect((await world.deliveries()).map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ["regressed", "sent"],
    ["first", "sent"],
  ]);
  await decide(world.a.ports, { project: "shop", issue, status: "ignored", by: "test" });
  await world.post(world.a, [broken("e4")], [rule(1, 1)]);
  await world.settle();
  expect((await world.deliveries())[0]).toMatchObject({ outcome: "held", reason: "ignored" });
  expect(world.asked).toHaveLength(2);
});

test("the standby shows what it leaves to the other region, and what is not due yet", async () => {
  const world = notifyWorld();
  await world.post(world.b, [broken("e1")], [rule(30, 1)]);
  await world.settle(world.b);
  const place = { project: "shop", issue: (await world.issue(world.b.ports)).id };
  expect(await pendingOf(world.b.ports, place)).toMatchObject([
    { outcome: "held", reason: "other region sends" },
  ]);
  await world.settle();
  await world.post(world.b, [broken("e2")], [rule(30, 1)]);
  await world.settle();
  expect(await pendingOf(world.a.ports, place)).toMatchObject([
    { outcome: "held", reason: "threshold not reached: 2 events, the next notice is at 30" },
  ]);
});

test("a destination that fails is tried again, later each time, until it answers", async () => {
  let answers = 0;
  const world = notifyWorld(() => (++answers < 4 ? answered(503, "busy") : answered(200, "ok")));
  await world.post(world.a, [broken("e1")]);
  for (let minute = 0; minute < 10; minute++) {
    await world.settle(world.a);
    world.clock.set(world.clock.now() + 60_000);
  }
  expect(answers).toBe(4);
  expect((await world.deliveries()).map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
    ["sent", 4],
  ]);
});

test("a wait that a destination asks for is kept", async () => {
  const times: number[] = [];
  const world = notifyWorld(() => {
    times.push(world.clock.now());
    return times.length === 1 ? answered(429, "slow", { "retry-after": "120" }) : answered(200, "ok");
  });
  await world.post(world.a, [broken("e1")]);
  for (let step = 0; step < 20; step++) {
    await world.settle(world.a);
    world.clock.set(world.clock.now() + 20_000);
  }
  expect(times).toHaveLength(2);
  expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(120_000);
});

test("a destination that refuses is dead until something gets through, and costs no event", async () => {
  const world = notifyWorld(() => answered(404, "no_service"));
  await world.post(world.a, [broken("e1")]);
  await world.settle();
  expect((await world.deliveries())[0]).toMatchObject({
    outcome: "failed",
    reason: "answered 404: no_service",
  });
  expect((await world.issue()).count).toBe(1);
});

test("a burst is cut at the cap, and one summary says how much more there was", async () => {
  const world = notifyWorld();
  const reports = Array.from({ length: 60 }, (_, place) =>
    broken(`e${place}`, { type: `Type${place}`, fingerprint: [`f${place}`] }),
  );
  await world.post(world.a, reports, [{ ...SLACK, burst: 10 }]);
  await world.settle();
  expect(world.asked).toHaveLength(10);
  world.clock.set(START + 61_000);
  await world.digests();
  await world.digests();
  expect(world.asked).toHaveLength(11);
  expect(world.asked[10]?.body).toContain("and 50 more in 50 issues");
});

test("mail comes as one digest a window, never one an error", async () => {
  const world = notifyWorld();
  const email = { type: "email", to: "dev@example.com", digest: 5 };
  for (let n = 0; n < 20; n++)
    await world.post(world.a, [broken(`e${n}`, { fingerprint: [`f${n}`] })], [email]);
  await world.settle();
  await world.digests();
  expect(world.mails).toEqual([]);
  world.clock.set(START + 301_000);
  await world.digests();
  await world.digests();
  expect(world.mails.map(({ subject }) => subject)).toEqual(["shop: 20 issues need attention"]);
});

const mailed = (count: number) =>
  Array.from({ length: count }, (_, n) => broken(`e${n}`, { fingerprint: [`f${n}`] }));

test("a digest whose region is lost comes from the other, once", async () => {
  const world = notifyWorld();
  await world.post(world.a, mailed(3), [{ type: "email", to: "dev@example.com", digest: 5 }]);
  await world.settle();
  world.leads["us-east-1"] = false;
  world.leads["us-west-2"] = true;
  await world.settle(world.b);
  world.clock.set(START + 301_000);
  await world.digests();
  expect(world.mails.map(({ subject }) => subject)).toEqual(["shop: 3 issues need attention"]);
  world.leads["us-east-1"] = true;
  world.leads["us-west-2"] = false;
  await world.settle();
  world.clock.set(START + 700_000);
  await world.digests();
  expect(world.mails).toHaveLength(1);
});

test("a digest tells of a hundred issues, and sums up the rest", async () => {
  const world = notifyWorld();
  await world.post(world.a, mailed(107), [{ type: "email", to: "dev@example.com", digest: 5 }]);
  await world.settle(world.a);
  world.clock.set(START + 301_000);
  await world.digests();
  expect(world.mails[0]?.subject).toBe("shop: 100 issues need attention");
  expect(world.mails[0]?.text).toMatch(/\nand 7 more in 7 issues$/);
});

test("a config that cannot be used is told in the answer and costs nothing else", async () => {
  const world = notifyWorld();
  const encryptedElsewhere = await encryptConfig(world.a.ports, SLACK, { project: "other" });
  const expired = await encryptConfig(world.a.ports, SLACK, { expires: "2020-01-01T00:00:00Z" });
  const origin = await encryptConfig(world.a.ports, SLACK, { origin: "https://shop.example" });
  const { warnings, outcomes } = await world.post(
    world.a,
    [broken("e1")],
    [{ type: "pager" }, { type: "slack" }, "not encrypted", encryptedElsewhere, expired, origin],
  );
  expect(outcomes).toHaveLength(1);
  expect(warnings).toEqual([
    "notifications.0: type is one of slack, github, gitlab, webhook, email",
    "notifications.1: slack: give an endpoint, or a token and a channel",
    "notifications.2: the encrypted config cannot be opened by this deployment",
    "notifications.3: the encrypted config is bound to another project",
    "notifications.4: the encrypted config has expired",
    "notifications.5: the encrypted config is bound to another origin",
  ]);
  await world.settle();
  expect(world.asked).toEqual([]);
});

test("an encrypted config is used where it is bound to", async () => {
  const world = notifyWorld();
  const bound = await encryptConfig(world.a.ports, SLACK, {
    project: "shop",
    origin: "https://shop.example",
  });
  await world.post(world.a, [broken("e1")], [bound], { origin: "https://shop.example" });
  await world.settle();
  expect(world.asked.map(({ url }) => url)).toEqual([SLACK.endpoint]);
});

test("no event, row or line of either table holds a webhook's address or a token", async () => {
  const world = notifyWorld();
  const github = { type: "github", userToken: "ghp_canary", owner: "o", repo: "r" };
  await world.post(world.a, [broken("e1")], [SLACK, github]);
  await world.settle();
  for (const { ports } of [world.a, world.b])
    for (const table of [ports.log, ports.view]) {
      const rows = JSON.stringify((await table.scan()).items, (_, value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value,
      );
      expect(rows).not.toContain("canary");
    }
});
