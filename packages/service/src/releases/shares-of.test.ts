import type { Report } from "@faultline/core/report";
import { replicate } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import {
  converge,
  failure,
  MINUTE,
  postTo,
  rebuilt,
  START,
  twoRegions,
} from "@faultline/testing/two-regions";
import { expect, test } from "vitest";
import type { Item, Key, Ports } from "../ports.js";
import { applyChanges } from "../projection/apply-changes.js";
import { describeView } from "../projection/describe.js";
import { renewView } from "../projection/renew-view.js";
import { deleteProject } from "../projects/projects.js";
import { SINGLE } from "../table/layout.js";
import { collect } from "../table/query-all.js";
import { scanAll } from "../table/scan-all.js";
import { sharesOf } from "./shares-of.js";

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const RELEASES = ["1.0.0", "shop@1.1.0", "2.0.0-beta.1", "店 2", undefined, ""];
const MANY = Array.from({ length: 30 }, (_, place) => `many@${place}`);
const NAMED = [...RELEASES.flatMap((release) => release || []), ...MANY, "not there"];

/** What a region says of each release, and of none that is not there. */
async function shownBy(ports: Ports): Promise<Record<string, unknown>> {
  const shares = await sharesOf(ports, "shop");
  return Object.fromEntries(NAMED.map((release) => [release, shares?.(release)]));
}

/** The same counted over all that was sent. */
function bruteForce(reports: Iterable<Report>): Record<string, unknown> {
  const all = [...reports];
  return Object.fromEntries(
    NAMED.map((release) => {
      const own = all.filter((report) => report.release === release);
      return [release, { events: own.length, users: new Set(own.map(({ user }) => user?.id)).size }];
    }),
  );
}

/** Requests to both regions of a few days, some sent twice, some late, some in other company. */
async function happened(seed: number, users: number) {
  const random = seeded(seed);
  const pick = (below: number): number => Math.floor(random() * below);
  const world = twoRegions(seed);
  const { a, b, clock } = world;
  const sent = new Map<string, Report>();
  const batches: Report[][] = [];
  for (let round = 0; round < 60; round++) {
    clock.set(clock.now() + pick(30) * MINUTE);
    const fresh = Array.from({ length: 1 + pick(25) }, (_, place) => {
      const at = clock.now() - (random() < 0.1 ? pick(3 * 24 * 60) * MINUTE : pick(60_000));
      const release = round % 9 === 8 ? MANY[pick(30)] : RELEASES[pick(RELEASES.length)];
      return { ...failure(pick(5), `e${round}.${place}`, at, pick(users)), release };
    });
    for (const one of fresh) sent.set(one.eventId ?? "", one);
    batches.push(fresh);
    const [here, there] = random() < 0.6 ? [a, b] : [b, a];
    const again = (batches[pick(batches.length)] ?? []).slice(0, 1 + pick(5));
    const steps: readonly (readonly [number, () => Promise<unknown>])[] = [
      [1, () => postTo(here.ports, fresh)],
      [0.3, () => postTo(there.ports, fresh)],
      [0.3, () => postTo(there.ports, again)],
      [0.4, () => here.settle()],
      [0.2, () => replicate(here, there)],
    ];
    for (const [odds, step] of steps) if (random() < odds) await step();
  }
  await converge(a, b);
  return { ...world, sent };
}

test.each([40, 900])(
  "events and users of each release are exact, in both regions and after a rebuild (of %i users)",
  async (users) => {
    const { a, b, sent } = await happened(SEED, users);
    const expected = bruteForce(sent.values());
    for (const ports of [a.ports, b.ports, await rebuilt(a.ports)]) {
      expect(await shownBy(ports), `SEED=${SEED}`).toEqual(expected);
      expect((await describeView(ports)).broken, `SEED=${SEED}`).toEqual([]);
    }
  },
);

test("after a project is deleted only what came since is counted, whoever hears of it when", async () => {
  const { a, b, clock } = await happened(SEED, 100);
  clock.set(clock.now() + MINUTE);
  await deleteProject(b.ports, "shop");
  clock.set(clock.now() + MINUTE);
  // The first region has not heard of it yet.
  const late = [0, 1, 2].map((place) => ({
    ...failure(1, `late ${place}`, START, place % 2),
    release: "1.0.0",
  }));
  await postTo(a.ports, late);
  await a.settle();
  await converge(a, b);
  for (const ports of [a.ports, b.ports, await rebuilt(a.ports)])
    expect(await shownBy(ports), `SEED=${SEED}`).toEqual(bruteForce(late));
});

async function rowsOf(ports: Ports, isMeant: (key: Key) => boolean): Promise<Item[]> {
  return (await collect(scanAll(ports.view))).filter(isMeant);
}

test("a view that an earlier version made says nothing of it until it is made anew, and is exact then", async () => {
  const { a, sent } = await happened(SEED, 200);
  const expected = bruteForce(sent.values());
  for (const row of await rowsOf(a.ports, ({ pk, sk }) => pk.startsWith("J#") || /^V#\d/.test(sk)))
    await a.ports.view.delete(row);
  for (const row of await rowsOf(a.ports, ({ pk, sk }) => pk === "P#shop" && /^([DM]#|0)/.test(sk))) {
    const { w: _, i: __, p: ___, ...before } = row;
    await a.ports.view.put(before);
  }
  await a.ports.view.put({ pk: "X#view", sk: SINGLE, version: 6, items: 0 });
  expect(await sharesOf(a.ports, "shop")).toBeUndefined();
  expect(await renewView(a.ports, { until: Number.POSITIVE_INFINITY })).toBe(true);
  expect(await shownBy(a.ports), `SEED=${SEED}`).toEqual(expected);
  expect((await describeView(a.ports)).lines).toEqual((await describeView(await rebuilt(a.ports))).lines);
});

test("what is counted by release is written when a user is new to it, and its events two hundred together", async () => {
  const { a, clock } = twoRegions(1);
  const written: string[] = [];
  const { view } = a.ports;
  const note = (pk: string, sk: string): void => {
    if (pk.startsWith("J#")) written.push("users");
    if (/^V#\d/.test(sk)) written.push("count");
  };
  const counting: Ports["view"] = {
    ...view,
    put: (item, condition) => {
      note(item.pk, item.sk);
      return view.put(item, condition);
    },
    transact: (writes) => {
      for (const write of writes) if (write.kind === "put") note(write.item.pk, write.item.sk);
      return view.transact(writes);
    },
  };
  const region = { ...a.ports, view: counting };
  for (let event = 0; event < 400; event++) {
    clock.set(clock.now() + 2000);
    await postTo(a.ports, [
      { ...failure(1, `e${event}`, clock.now(), event % 40), release: RELEASES[event % 3] },
    ]);
    const records = a.log.feed.read(a.log.feed.cursor("reduce"), Number.POSITIVE_INFINITY);
    await applyChanges(
      region,
      records.map(({ new: item }) => ({ new: item })),
    );
    await a.log.feed.advance("reduce", records.at(-1)?.seq ?? 0);
  }
  const of = (kind: string): number => written.filter((one) => one === kind).length;
  expect(of("users")).toBe(3 * 40);
  expect(of("count")).toBeLessThanOrEqual(2 * 3);
});

test("a release of which little comes for a year counts on, though its first events have expired", async () => {
  const { a, clock } = twoRegions(1);
  for (let month = 0; month < 12; month++) {
    // Of the first month so many that they are counted in a row of their own.
    const count = month === 0 ? 700 : 20;
    const events = Array.from({ length: count }, (_, place) => ({
      ...failure(1, `e${month}.${place}`, clock.now() - place, 1000 * month + place),
      release: "1.0.0",
    }));
    await postTo(a.ports, events);
    await a.settle();
    clock.set(clock.now() + 30 * 24 * 60 * MINUTE);
  }
  expect(await shownBy(a.ports)).toMatchObject({ "1.0.0": { events: 920, users: 920 } });
});
