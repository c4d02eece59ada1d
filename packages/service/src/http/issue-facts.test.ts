import { httpWorld, NOW, oneError } from "@faultline/testing/http-world";
import { CLIENT_KEY } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { expect, test } from "vitest";
import * as z from "zod";

const HOUR = 3_600_000;
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const Occurrences = z.object({
  occurrences: z.array(z.object({ id: z.string(), timestamp: z.string() })),
  cursor: z.string().nullable(),
});
const Neighbours = z.object({
  first: z.string().nullable(),
  older: z.string().nullable(),
  newer: z.string().nullable(),
  latest: z.string().nullable(),
  number: z.number().optional(),
  of: z.number(),
});
const Tags = z.object({
  over: z.number(),
  tags: z.array(
    z.object({
      name: z.string(),
      values: z.array(z.object({ value: z.string(), count: z.number() })),
      others: z.number(),
    }),
  ),
});

async function world() {
  const own = httpWorld();
  let sent = 0;
  return {
    ...own,
    path: async () => `/v1/projects/shop/issues/${(await own.issuesOf())[0]?.id}`,
    /** One event as an SDK of Sentry's sends it, to a project that may be there or not. */
    async report(event: object) {
      const { number } = Numbered.parse(await (await own.change("/v1/projects/shop", "PUT", {})).json());
      const event_id = String(sent++).padStart(32, "0");
      const lines = [{ event_id }, { type: "event" }, { event_id, message: "it broke", ...event }];
      const answer = await own.app.request(`/api/${number}/envelope/?sentry_key=${CLIENT_KEY}`, {
        method: "POST",
        body: lines.map((line) => JSON.stringify(line)).join("\n"),
      });
      expect(answer.status).toBe(200);
    },
  };
}

const Numbered = z.object({ number: z.string() });

test("from any occurrence one gets to the next older and newer, the first and the latest, however they are stored", async () => {
  const { post, get, path, region } = await world();
  const random = seeded(SEED);
  // Some hours get many events, which lie in pages of their own, and most hours a few; none in order.
  const at = (): number => (random() < 0.5 ? 3 * HOUR * random() : 400 * HOUR * random());
  for (let request = 0; request < 12; request++) {
    const errors = Array.from(
      { length: 40 },
      () => oneError("it broke", { timestamp: new Date(NOW - Math.floor(at())).toISOString() }).errors[0],
    );
    await post({ errors });
    await region.settle();
  }
  const { occurrences } = await get(`${await path()}/occurrences?limit=500`, Occurrences);
  expect(occurrences).toHaveLength(480);
  const ids = occurrences.map(({ id }) => id);
  const places = [0, 1, 478, 479, ...Array.from({ length: 60 }, () => Math.floor(random() * 480))];
  for (const place of places) {
    const found = await get(`${await path()}/occurrences/${ids[place]}/neighbours`, Neighbours);
    expect(found, `SEED=${SEED}, place ${place}`).toEqual({
      first: ids[479],
      older: ids[place + 1] ?? null,
      newer: ids[place - 1] ?? null,
      latest: ids[0],
      of: 480,
      // Far from the latest nobody counts.
      ...(place <= 100 ? { number: 480 - place } : {}),
    });
  }
});

test("an event that the issue does not have has no neighbours", async () => {
  const { post, change, path } = await world();
  await post(oneError());
  const answer = await change(`${await path()}/occurrences/evt_other/neighbours`, "GET");
  expect([answer.status, await answer.json()]).toMatchObject([404, { code: "occurrence_not_found" }]);
});

test("tags are counted over the latest events, most frequent first, rare values together", async () => {
  const { get, path, report } = await world();
  const values = [...Array(5).fill("red"), ...Array(3).fill("blue"), ..."abcdefgh"];
  for (const colour of values) await report({ tags: { colour }, release: "1.0" });
  const { over, tags } = await get(`${await path()}/tags`, Tags);
  const named = (name: string) => tags.find((tag) => tag.name === name);
  expect(over).toBe(16);
  expect(named("colour")?.values.slice(0, 3)).toEqual([
    { value: "red", count: 5 },
    { value: "blue", count: 3 },
    { value: "a", count: 1 },
  ]);
  expect(named("colour")?.others).toBe(2);
  expect(named("release")?.values).toEqual([{ value: "1.0", count: 16 }]);
});

test("whom it happened to is counted as a tag is, by what tells people apart", async () => {
  const { get, path, report } = await world();
  const people = [{ id: "7", email: "anna@example.com" }, { email: "bob@example.com" }, { username: "eve" }];
  for (const user of [...people, people[0], {}]) await report({ user });
  const { tags } = await get(`${await path()}/tags`, Tags);
  const found = tags.find(({ name }) => name === "user");
  expect(found?.values).toEqual([
    { value: "7", count: 2 },
    { value: "bob@example.com", count: 1 },
    { value: "eve", count: 1 },
  ]);
});

test("an issue says why its events are together, until the project groups by something else", async () => {
  const { post, get, path, change } = await world();
  const backtrace = [{ file: "app/cart.js", line: 12, function: "checkout" }];
  await post(oneError("a|b is odd", { backtrace }));
  const Grouped = z.object({
    by: z.string().optional(),
    parts: z.array(z.string()),
    reason: z.string(),
    wouldChange: z.string(),
  });
  expect(await get(`${await path()}/grouping`, Grouped)).toEqual({
    by: "own-calls",
    parts: ["TypeError", "cart:checkout"],
    reason: "class and calls in your code, without line numbers",
    wouldChange:
      "another class, or other files or functions of your code in the stack; line numbers, messages and libraries do not",
  });
  const Page = z.object({ occurrences: z.array(z.object({ id: z.string() })) });
  const { occurrences } = await get(`${await path()}/occurrences`, Page);
  const ofEvent = await get(`${await path()}/occurrences/${occurrences[0]?.id}/grouping`, Grouped);
  expect(ofEvent).toEqual(await get(`${await path()}/grouping`, Grouped));
  await change("/v1/projects/shop", "PATCH", { grouping: "message" });
  const changed = await get(`${await path()}/grouping`, Grouped);
  expect([changed.by, changed.parts]).toEqual([undefined, ["TypeError", "cart:checkout"]]);
});

test("a release is known by its earliest event, whatever order they come in, and is gone with its project", async () => {
  const { clock, report, get, change, region } = await world();
  const Releases = z.object({ releases: z.array(z.object({ release: z.string(), firstSeen: z.string() })) });
  const happened = async (release: string, hoursAgo: number) => {
    await report({ release, timestamp: (NOW - hoursAgo * HOUR) / 1000 });
  };
  for (const [release, hoursAgo] of [
    ["2.0", 5],
    ["1.0", 9],
    ["2.0", 7],
    ["2.0", 1],
    ["1.0", 30],
  ] as const)
    await happened(release, hoursAgo);
  const told = async () => (await get("/v1/projects/shop/releases", Releases)).releases;
  const ago = (hours: number): string => new Date(NOW - hours * HOUR).toISOString();
  expect(await told()).toEqual([
    { release: "2.0", firstSeen: ago(7) },
    { release: "1.0", firstSeen: ago(30) },
  ]);
  await change("/v1/projects/shop", "DELETE");
  await region.settle();
  clock.set(NOW + HOUR);
  await happened("2.0", -1);
  expect(await told()).toEqual([{ release: "2.0", firstSeen: ago(-1) }]);
});
