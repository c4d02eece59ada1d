import { broken, notifyWorld, SLACK } from "@faultline/testing/notify-world";
import { expect, test } from "vitest";
import { decide } from "../triage/triage.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The first line of each message that was posted. */
const headlines = ({ asked }: ReturnType<typeof notifyWorld>): string[] =>
  asked.map(({ body = "" }) => String(JSON.parse(body).text).split(": [")[0] ?? "");

const some = (name: string, count: number, more = {}) =>
  Array.from({ length: count }, (_, n) => broken(`${name}-${n}`, more));

test("so many events within minutes are told once, wherever the clock's minutes begin, and after as many minutes again", async () => {
  const world = notifyWorld();
  const config = { ...SLACK, also: { within: { events: 10, minutes: 15 } } };
  const at = (minute: number, name: string, count: number) => {
    const timestamp = world.clock.now() + minute * MINUTE - (world.clock.now() % MINUTE);
    return world.post(world.a, some(name, count, { timestamp }), [config]);
  };
  world.clock.set(world.clock.now() + 200 * MINUTE);
  await at(-180, "first", 1);
  await at(-101, "one", 5);
  await at(-98, "two", 5);
  await at(-97, "three", 5);
  await at(-60, "four", 9);
  await at(-50, "five", 1);
  await world.settle();
  expect(headlines(world)).toEqual(["New issue · 10 events within 15 minutes"]);
});

test("each region tells what comes apart in time by its own, and what is told is not told by the other", async () => {
  const world = notifyWorld();
  const config = { ...SLACK, also: { within: { events: 3, minutes: 5 } } };
  await world.post(world.a, some("a", 1), [config]);
  await world.settle();
  world.clock.set(world.clock.now() + MINUTE);
  await world.post(world.a, some("b", 2), [config]);
  await world.settle();
  expect(headlines(world)).toEqual(["New issue", "3 events within 5 minutes"]);
  world.leads["us-east-1"] = false;
  world.leads["us-west-2"] = true;
  await world.settle();
  world.clock.set(world.clock.now() + MINUTE);
  await world.post(world.b, some("c", 1), [config]);
  await world.settle();
  expect(headlines(world)).toHaveLength(2);
  world.clock.set(world.clock.now() + 5 * MINUTE);
  await world.post(world.b, some("d", 3), [config]);
  await world.settle();
  expect(headlines(world).slice(2)).toEqual(["3 events within 5 minutes"]);
  expect(world.asked.map(({ region }) => region)).toEqual(["us-east-1", "us-east-1", "us-west-2"]);
});

test("so many users are told once, and never to who asks only after there were that many", async () => {
  const world = notifyWorld();
  const config = { ...SLACK, also: { users: 3 } };
  for (const user of ["1", "2", "2", "3", "4", "5"]) {
    await world.post(world.a, some(`${user}-${world.clock.now()}`, 1, { user: { id: user } }), [config]);
    world.clock.set(world.clock.now() + 1000);
    await world.settle();
  }
  expect(headlines(world)).toEqual(["New issue", "3 users"]);
  const late = { ...config, endpoint: "https://hooks.slack.com/services/T/B/late" };
  await world.post(world.a, some("late", 1, { user: { id: "6" } }), [late]);
  await world.settle();
  expect(headlines(world)).toHaveLength(2);
});

test("an hour that is unusual of an issue is told once a day, with what it is held against", async () => {
  const world = notifyWorld();
  const config = { ...SLACK, also: { unusual: true as const } };
  const post = async (name: string, count: number) => {
    await world.post(world.a, some(name, count, { timestamp: world.clock.now() }), [config]);
    await world.settle();
  };
  for (let day = 0; day < 5; day++) {
    await post(`quiet${day}`, 4);
    world.clock.set(world.clock.now() + DAY);
  }
  await post("loud", 11);
  expect(headlines(world)).toEqual(["New issue"]);
  await post("louder", 1);
  await post("loudest", 50);
  world.clock.set(world.clock.now() + 2 * 60 * MINUTE);
  await post("still loud", 50);
  const usual = "the busiest hour of a day usually has 4 (the median of 5 days), and 12 are unusual";
  expect(headlines(world)).toEqual(["New issue", `12 events in this hour: ${usual}`]);
  const [told] = await world.deliveries();
  expect(told).toMatchObject({
    kind: "unusual",
    outcome: "sent",
    reason: `12 events in this hour: ${usual}`,
  });
  world.clock.set(world.clock.now() + DAY);
  await post("next day", 12);
  expect(headlines(world)).toHaveLength(3);
});

test("what a mute holds back of it is written down, and not told when the mute is over", async () => {
  const world = notifyWorld();
  const config = { ...SLACK, also: { users: 2 } };
  await world.post(world.a, some("a", 1, { user: { id: "1" } }), [config]);
  await world.settle();
  const { id: issue } = await world.issue();
  const mute = { total: 3 };
  await decide(world.a.ports, { project: "shop", issue, mute, by: "test" });
  await world.settle();
  await world.post(world.a, some("b", 1, { user: { id: "2" } }), [config]);
  await world.settle();
  await world.post(world.a, some("c", 1, { user: { id: "3" } }), [config]);
  await world.settle();
  expect(headlines(world)).toEqual(["New issue"]);
  const deliveries = await world.deliveries();
  expect(deliveries.map(({ kind, outcome, reason }) => [kind, outcome, reason])).toContainEqual([
    "users",
    "held",
    "muted",
  ]);
});

test("a config is refused whose minutes or users cannot be counted", async () => {
  const world = notifyWorld();
  const wrong = [{ within: { events: 10, minutes: 61 } }, { users: 1 }, {}, { often: true }];
  for (const also of wrong) {
    const { warnings } = await world.post(world.a, some("x", 1), [{ ...SLACK, also }]);
    expect(warnings.join()).toMatch(/^notifications\.0: slack: also/);
  }
});

test("programs are told why in plain words, too", async () => {
  const world = notifyWorld();
  const config = { type: "webhook", url: "https://hooks.example/in", also: { users: 2 } };
  for (const user of ["1", "2"]) {
    await world.post(world.a, some(user, 1, { user: { id: user } }), [config]);
    await world.settle();
  }
  const told = world.asked.map(({ body = "" }) => JSON.parse(body));
  expect(told).toMatchObject([
    { kind: "first", reasons: [] },
    { kind: "users", reasons: ["2 users"] },
  ]);
});
