import { type HttpWorld, httpWorld, MASTER, NOW, oneError } from "@faultline/testing/http-world";
import { memoryTable } from "@faultline/testing/memory-table";
import { MASTER_KEY, memoryRegion, replicate } from "@faultline/testing/memory-world";
import { personIn } from "@faultline/testing/person-in";
import { beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { LAST_WRITE_WINS } from "../ports.js";
import { reduce } from "../projection/reduce.js";
import { activityPartition } from "../table/layout.js";
import { createApp } from "./app.js";

const Activity = z.object({
  activity: z.array(z.looseObject({ id: z.string(), did: z.string(), by: z.string().nullable() })),
  cursor: z.string().nullable(),
});
const Comment = z.looseObject({ id: z.string(), by: z.string(), isOwn: z.boolean(), text: z.string() });
const Comments = z.object({ comments: z.array(Comment) });
const MINUTE = 60_000;

let world: HttpWorld;
let path: string;
beforeEach(async () => {
  world = httpWorld();
  await world.post(oneError("it broke", { context: { version: "1.0.0" } }));
  path = `/v1/projects/shop/issues/${(await world.issuesOf())[0]?.id}`;
});

const later = () => world.clock.set(world.clock.now() + MINUTE);
const decided = async (decision: object) => {
  later();
  expect((await world.change(path, "PATCH", decision)).status).toBe(200);
};
const told = async () => (await world.get(`${path}/activity`, Activity)).activity;
const said = async () => (await world.get(`${path}/comments`, Comments)).comments;
const say = async (text: string, headers?: Record<string, string>) =>
  world.change(`${path}/comments`, "POST", { text }, headers);

describe("activity", () => {
  test("tells who decided what, what came by itself, and where it began, the latest first", async () => {
    await decided({ status: "resolved", in: "1.0.1" });
    later();
    await world.post(oneError("it broke", { context: { version: "1.0.2" } }));
    await world.region.settle();
    await decided({ mute: { count: 10 } });
    await decided({ mute: null, assignee: "ben" });
    await decided({ status: "ignored" });
    expect(await told()).toMatchObject([
      { did: "ignored", by: "master key", at: expect.stringMatching(/^2026-11-24T12:05:00/) },
      { did: "assigned", to: "ben" },
      { did: "unmuted" },
      { did: "muted", mute: { total: 12 } },
      { did: "regressed", by: null, at: "2026-11-24T12:02:00.000Z", release: "1.0.2" },
      { did: "resolved", release: "1.0.1" },
      { did: "first-seen", by: null, release: "1.0.0" },
    ]);
  });

  test("of an issue that was muted alone there is no time at which anybody decided how it stands", async () => {
    await decided({ mute: { count: 10 } });
    const issue = await world.get(path, z.looseObject({ status: z.string() }));
    expect(issue).toMatchObject({ status: "unresolved", mute: { total: 11 } });
    expect(issue).not.toHaveProperty("statusAt");
  });

  test("tells of each mute, also of several within the same moment", async () => {
    for (const count of [10, 20, 30])
      expect((await world.change(path, "PATCH", { mute: { count } })).status).toBe(200);
    expect((await told()).map(({ mute }) => mute)).toEqual([
      { total: 31 },
      { total: 21 },
      { total: 11 },
      undefined,
    ]);
  });

  test("comes in pages that together hold each line once", async () => {
    for (const status of ["resolved", "ignored", "unresolved", "resolved"]) await decided({ status });
    const met: string[] = [];
    let cursor = "";
    do {
      const page = await world.get(`${path}/activity?limit=2${cursor && `&cursor=${cursor}`}`, Activity);
      met.push(...page.activity.map(({ did }) => did));
      cursor = page.cursor ?? "";
    } while (cursor);
    expect(met).toEqual(["resolved", "unresolved", "ignored", "resolved", "first-seen"]);
  });

  test("is the same in both regions, each line once, whichever of them met what", async () => {
    const other = memoryRegion({ region: "us-west-2", clock: world.clock, seed: 2 });
    const exchange = async () => {
      for (const [from, to] of [
        [world.region, other],
        [other, world.region],
      ] as const)
        await replicate(from, to);
      await world.region.settle();
      await other.settle();
    };
    await decided({ status: "resolved" });
    await exchange();
    later();
    await world.post(oneError());
    await exchange();
    await exchange();
    await decided({ status: "resolved", assignee: "ben" });
    await exchange();
    const app = createApp(other.ports, {
      healthy: async () => true,
      peerHealthy: async () => false,
      staleMilliseconds: 5000,
    });
    const there = await app.request(`${path}/activity`, { headers: { "x-api-key": MASTER_KEY } });
    const lines = Activity.parse(await there.json()).activity;
    expect(lines.map(({ did }) => did)).toEqual([
      "assigned",
      "resolved",
      "regressed",
      "resolved",
      "first-seen",
    ]);
    expect(lines).toEqual(await told());
  });

  test("misses nothing of what was decided when a view is made anew, in whatever order the log is read", async () => {
    later();
    expect((await world.change(path, "PATCH", { status: "resolved", assignee: "ben" })).status).toBe(200);
    const { log } = world.region.ports;
    const { items } = await log.scan();
    // Who decided did not come to write the lines.
    for (const { pk, sk } of items.filter(({ pk }) => pk.startsWith(activityPartition("shop", ""))))
      await log.transact([{ kind: "delete", key: { pk, sk }, condition: LAST_WRITE_WINS }]);
    const { table: view } = memoryTable({ clock: world.clock, hasFeed: false });
    for (const item of items.toReversed()) await reduce({ ...world.region.ports, view }, [{ new: item }]);
    // Nobody else meets the decision: the stream was lost with the view.
    const last = world.region.log.feed.read(0, Number.POSITIVE_INFINITY).at(-1)?.seq ?? 0;
    await world.region.log.feed.advance("reduce", last);
    expect((await told()).map(({ did }) => did).sort()).toEqual(["assigned", "first-seen", "resolved"]);
  });

  test("after a deletion begins with it", async () => {
    await decided({ status: "ignored" });
    await say("who has seen this?");
    later();
    expect((await world.change(path, "DELETE")).status).toBe(204);
    later();
    await world.post(oneError("it broke", { context: { version: "2.0.0" } }));
    await world.region.settle();
    expect((await told()).map(({ did }) => did)).toEqual(["deleted", "first-seen"]);
    expect(await said()).toEqual([]);
    const { items } = await world.region.ports.log.scan();
    expect(JSON.stringify(items)).not.toContain("who has seen this?");
  });
});

describe("comments", () => {
  test("are kept with their author and time, and changed and taken back by who wrote them alone", async () => {
    const ben = await personIn(world, { role: "member", name: "Ben" });
    const asBen = { cookie: ben.cookie, "content-type": "application/json", "sec-fetch-site": "same-origin" };
    const { id } = Comment.parse(await (await say("It is the *cache*.", asBen)).json());
    expect(await said()).toMatchObject([{ id, by: "Ben", isOwn: false, text: "It is the *cache*." }]);
    const mine = await world.change(`${path}/comments/${id}`, "PATCH", { text: "no" });
    expect([mine.status, await mine.json()]).toMatchObject([403, { code: "not_your_comment" }]);
    later();
    expect((await world.change(`${path}/comments/${id}`, "PATCH", { text: "It was." }, asBen)).status).toBe(
      200,
    );
    expect(await said()).toMatchObject([{ text: "It was.", editedAt: "2026-11-24T12:01:00.000Z" }]);
    expect((await world.change(`${path}/comments/${id}`, "DELETE", undefined, asBen)).status).toBe(204);
    expect(await said()).toEqual([]);
    expect((await world.change(`${path}/comments/${id}`, "DELETE", undefined, asBen)).status).toBe(404);
  });

  test("lose what looks like a secret before they are stored, as the texts of errors do", async () => {
    const secret = "AKIAIOSFODNN7EXAMPLE";
    await world.change("/v1/projects/shop", "PATCH", { redact: ["tischnummer"] });
    await say(`curl -H "authorization: Bearer abcdef0123456789abcdef0123" with ${secret}, tischnummer=4711`);
    const [comment] = await said();
    expect(comment?.text).toContain("curl");
    const { items } = await world.region.ports.log.scan();
    for (const hidden of [secret, "abcdef0123456789abcdef0123", "4711"])
      expect(JSON.stringify([comment, items])).not.toContain(hidden);
  });

  test("sent again with the same Idempotency-Key are said once", async () => {
    const once = { ...MASTER, "idempotency-key": "k1" };
    for (let time = 0; time < 3; time++) expect((await say("once", once)).status).toBe(201);
    expect(await said()).toHaveLength(1);
  });

  test("that are empty or too long are refused, and may have no more than their text", async () => {
    for (const body of [{ text: " " }, { text: "x".repeat(10_001) }, {}, { text: "x", by: "somebody" }])
      expect((await world.change(`${path}/comments`, "POST", body)).status).toBe(422);
  });
});

test("who is to look after an issue is one of the people who see the project, by id, address or name", async () => {
  const ada = await personIn(world, { role: "member", name: "Ada", email: "ada@example.com" });
  await world.change("/v1/projects/other", "PUT", {});
  await personIn(world, { role: "member", name: "Zoe", projects: ["other"] });
  for (const meant of ["Ada", "ADA@example.com", ada.id]) {
    await decided({ assignee: null });
    await decided({ assignee: meant });
    expect(await world.issuesOf("?query=assignee:ada")).toMatchObject([{ assignee: "Ada" }]);
  }
  for (const meant of ["Zoe", "nobody"])
    expect((await world.change(path, "PATCH", { assignee: meant })).status).toBe(422);
  expect(await world.issuesOf("?query=-assignee:ada")).toEqual([]);
  expect(await world.issuesOf("?query=is:unassigned")).toEqual([]);
  expect(world.clock.now()).toBeGreaterThan(NOW);
});
