import type { Feed, FeedRecord } from "@faultline/service/table/replica";
import { expect, test } from "vitest";
import { fairFeed } from "./fair-feed.js";

/** A feed of packs, by the projects they are of, and where its cursor stands. */
function scripted(projects: readonly string[]) {
  const records = projects.map(
    (project, place): FeedRecord => ({
      seq: place + 1,
      key: { pk: `K#${place}`, sk: "-" },
      new: { pk: `K#${place}`, sk: "-", p: project, n: 50 },
      stamp: { at: place, region: "A" },
      origin: "local",
    }),
  );
  let at = 0;
  const feed: Feed = {
    read: (after, limit) => records.filter(({ seq }) => seq > after).slice(0, limit),
    cursor: () => at,
    advance: async (_, seq) => {
      at = seq;
    },
    trim: async () => undefined,
    onChange: () => () => undefined,
  };
  return { feed, cursor: () => at };
}

const projectsOf = (records: readonly FeedRecord[]): unknown[] => records.map((record) => record.new?.p);

test("one record of another project comes with the first of thousands before it", () => {
  const { feed } = scripted([...Array.from({ length: 5_000 }, () => "noisy"), "quiet"]);
  expect(projectsOf(fairFeed(feed, "reduce").next()).slice(0, 3)).toEqual(["noisy", "quiet", "noisy"]);
});

test("each is given once and in its project's order, and the cursor passes only what all is done before", async () => {
  const projects = Array.from({ length: 700 }, (_, place) =>
    place % 7 === 6 ? `quiet ${place % 5}` : "noisy",
  );
  const { feed, cursor } = scripted(projects);
  const inTurn = fairFeed(feed, "reduce");
  const given: FeedRecord[] = [];
  for (let records = inTurn.next(); records.length > 0; records = inTurn.next()) {
    // What was not done is given again.
    expect(inTurn.next()).toEqual(records);
    given.push(...records);
    await inTurn.done(records);
    const done = new Set(given.map(({ seq }) => seq));
    expect(Array.from({ length: cursor() }, (_, place) => place + 1).every((seq) => done.has(seq))).toBe(
      true,
    );
  }
  expect(given.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(
    projects.map((_, place) => place + 1),
  );
  for (const project of new Set(projects)) {
    const own = given.filter((record) => record.new?.p === project).map(({ seq }) => seq);
    expect(own).toEqual(own.toSorted((a, b) => a - b));
  }
  expect(cursor()).toBe(700);
});

test("what comes later is found", async () => {
  const { feed, cursor } = scripted(["a"]);
  const inTurn = fairFeed(feed, "reduce");
  await inTurn.done(inTurn.next());
  expect(inTurn.next()).toEqual([]);
  expect(cursor()).toBe(1);
});
