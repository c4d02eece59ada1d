import type { Event } from "@faultline/core/event";
import { broken, notifyWorld, SLACK } from "@faultline/testing/notify-world";
import { expect, test } from "vitest";
import * as z from "zod";
import { describeView } from "../projection/describe.js";
import { ensureProject, patchProject } from "../projects/projects.js";
import { listOccurrences } from "../query/occurrences.js";
import { mergeIssues } from "../triage/merge-issues.js";
import { ofProject } from "./destination-place.js";
import { explain } from "./explain.js";
import { addDestination, destinationSettings, editDestination } from "./project-destinations.js";

const EACH = { threshold: 1, notifyInterval: 1, window: "total", burst: 10_000 } as const;
const LIVE = { ...SLACK, ...EACH, when: { environment: ["production", "eu-*"] } };
const ALL = { type: "webhook", url: "https://hooks.example/in", ...EACH };

type World = ReturnType<typeof notifyWorld>;
const isLive = ({ url }: { readonly url: string }): boolean => url === SLACK.endpoint;
const live = ({ asked }: World): number => asked.filter(isLive).length;

async function sent(world: World, id: string, more: object, configs: readonly unknown[]): Promise<number> {
  const before = live(world);
  await world.post(world.a, [broken(id, more)], configs);
  await world.settle(world.a);
  return live(world) - before;
}

test("a destination is told of the events it asks for, and of no others: neither of the first nor by count", async () => {
  const world = notifyWorld();
  expect(await sent(world, "e1", { environment: "staging" }, [LIVE, ALL])).toBe(0);
  expect(await sent(world, "e2", { environment: "Production" }, [LIVE, ALL])).toBe(1);
  expect(await sent(world, "e3", {}, [LIVE, ALL])).toBe(0);
  expect(await sent(world, "e4", { environment: "eu-west" }, [LIVE, ALL])).toBe(1);
  expect(world.asked.filter((one) => !isLive(one))).toHaveLength(4);
});

test("an issue that began elsewhere is new, once, to who asks for the environment that it reaches", async () => {
  const world = notifyWorld();
  const firstOnly = { ...SLACK, when: LIVE.when };
  expect(await sent(world, "e1", { environment: "staging" }, [firstOnly])).toBe(0);
  expect(await sent(world, "e2", { environment: "production" }, [firstOnly])).toBe(1);
  expect(await sent(world, "e3", { environment: "production" }, [firstOnly])).toBe(0);
  expect(await sent(world, "e4", { environment: "eu-west" }, [firstOnly])).toBe(0);
  const wide = { ...SLACK, when: { environment: ["*"], level: ["error"] } };
  expect(await sent(world, "e5", { environment: "qa" }, [wide])).toBe(0);
  expect((await world.deliveries()).map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual(["first sent"]);
});

test("a destination that is added later is not told of issues that were there before", async () => {
  const world = notifyWorld();
  const environment = "production";
  await sent(world, "e1", { environment }, [ALL]);
  expect(await sent(world, "e2", { environment }, [{ ...SLACK, when: LIVE.when }])).toBe(0);
});

test("a merged issue is new where neither it nor the member was seen", async () => {
  const world = notifyWorld();
  const other = { type: "RangeError", message: "out of range", exceptions: [] };
  await sent(world, "e1", { ...other, environment: "production" }, [ALL]);
  const member = (await world.issue()).id;
  world.clock.set(world.clock.now() + 60_000);
  await sent(world, "e2", { environment: "staging" }, [ALL]);
  const { id: issue } = await world.issue();
  await mergeIssues(world.a.ports, { project: "shop", issue, issues: [member], by: "test" });
  await world.settle(world.a);
  const asking = (environment: string) => [{ ...SLACK, when: { environment: [environment] } }];
  expect(await sent(world, "e3", { ...other, environment: "production" }, asking("production"))).toBe(0);
  expect(await sent(world, "e4", { environment: "staging" }, asking("staging"))).toBe(0);
  expect(await sent(world, "e5", { ...other, environment: "qa" }, asking("qa"))).toBe(1);
});

test("levels and tags are asked for alike, and all that is asked for has to be so", async () => {
  const world = notifyWorld();
  const config = { ...LIVE, when: { level: ["fatal"], tags: { plan: ["pro", "team*"] } } };
  expect(await sent(world, "e1", { level: "fatal", tags: { plan: "free" } }, [config])).toBe(0);
  expect(await sent(world, "e2", { level: "error", tags: { plan: "pro" } }, [config])).toBe(0);
  expect(await sent(world, "e3", { level: "fatal", tags: { plan: "Team-9" } }, [config])).toBe(1);
});

test("a project's own destinations ask alike, and the events of others do not name them", async () => {
  const world = notifyWorld();
  await ensureProject(world.a.ports, "shop");
  await addDestination(world.a.ports, ofProject(world.a.ports, "shop"), { config: LIVE });
  expect(await sent(world, "e1", { environment: "staging" }, [])).toBe(0);
  expect(await sent(world, "e2", { environment: "production" }, [])).toBe(1);
  const { id: issue } = await world.issue();
  const { occurrences } = await listOccurrences(world.a.ports, { project: "shop", issue, limit: 9 });
  const kept = occurrences.map(({ event }): Event["notify"] => event.notify);
  expect(kept.map((one) => one?.length ?? 0).sort()).toEqual([0, 1]);
  expect(JSON.stringify(kept)).not.toContain("when");
});

test("both regions see the same, and the other one tells no more when it takes over", async () => {
  const world = notifyWorld();
  const reports = [
    broken("e1", { environment: "staging" }),
    broken("e2", { environment: "eu-1", message: "x" }),
  ];
  // As a client does that heard no answer: the same request to both.
  await world.post(world.a, reports, [LIVE]);
  await world.post(world.b, reports, [LIVE]);
  await world.settle();
  const told = live(world);
  Object.assign(world.leads, { "us-east-1": false, "us-west-2": true });
  await world.settle();
  expect(live(world)).toBe(told);
  expect((await describeView(world.b.ports)).lines).toEqual((await describeView(world.a.ports)).lines);
});

test("explaining says of which events a destination is told", async () => {
  const world = notifyWorld();
  const project = await ensureProject(world.a.ports, "shop");
  const reports = [broken("e1", { environment: "staging" }), broken("e2", { environment: "production" })];
  const parsed = { reports, rejected: [], notifications: [LIVE] };
  const { events } = await explain(world.a.ports, { project, parsed });
  expect(events.flatMap(({ notifications }) => notifications)).toMatchObject([
    { wouldNotify: false, why: "only of environment production, eu-*" },
    { wouldNotify: true },
  ]);
});

test("a condition that cannot be read is told with what is wrong, and the event is kept", async () => {
  const world = notifyWorld();
  const wrong = { ...LIVE, when: { environment: "production" } };
  const { warnings, outcomes } = await world.post(world.a, [broken("e1")], [wrong]);
  expect(warnings).toMatchObject([expect.stringMatching(/^notifications\.0: slack: when\.environment: /)]);
  expect(outcomes).toMatchObject([{ kind: "accepted" }]);
  await expect(
    addDestination(world.a.ports, ofProject(world.a.ports, "shop"), { config: wrong }),
  ).rejects.toThrow(/when\.environment/);
});

test("a condition is changed and taken away like any other setting", async () => {
  const world = notifyWorld();
  await ensureProject(world.a.ports, "shop");
  const added = await addDestination(world.a.ports, ofProject(world.a.ports, "shop"), { config: LIVE });
  expect(await destinationSettings(world.a.ports, ofProject(world.a.ports, "shop"), added.id)).toMatchObject({
    settings: { when: LIVE.when },
  });
  const { id } = await editDestination(world.a.ports, ofProject(world.a.ports, "shop"), added.id, {
    config: { when: null },
  });
  const { settings } = await destinationSettings(world.a.ports, ofProject(world.a.ports, "shop"), id);
  expect(settings).not.toHaveProperty("when");
  expect(await sent(world, "e1", { environment: "staging" }, [])).toBe(1);
});

test("a condition that another version wrote and this one cannot read keeps nothing back", async () => {
  const world = notifyWorld();
  await ensureProject(world.a.ports, "shop");
  await addDestination(world.a.ports, ofProject(world.a.ports, "shop"), { config: LIVE });
  const Unread = z.custom<{ environment: string[] }>();
  await patchProject(world.a.ports, "shop", {
    notify: (set) => set.map((one) => ({ ...one, when: Unread.parse({ planet: "mars" }) })),
  });
  expect(await sent(world, "e1", { environment: "staging" }, [])).toBe(1);
});
