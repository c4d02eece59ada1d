import { replicate } from "@faultline/testing/memory-world";
import { seeded } from "@faultline/testing/seeded";
import { twoRegions } from "@faultline/testing/two-regions";
import { expect, test } from "vitest";
import type { Ports } from "../ports.js";
import {
  addSavedView,
  changeSavedView,
  removeSavedView,
  type SavedView,
  savedViewsOf,
} from "./saved-views.js";

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const LIST = { status: "all", query: "", sort: "lastSeen" } as const;
const OWNER = "per_ada";

test("saved in one region while the other is away, both have it; the later of two names stands, and what is removed stays so", async () => {
  const { a, b, clock } = twoRegions(1);
  const later = (): void => clock.set(clock.now() + 1000);
  const exchange = async (): Promise<void> => {
    for (const [from, to] of [[a, b] as const, [b, a] as const]) await replicate(from, to);
  };
  const inA = await addSavedView(a.ports, OWNER, { ...LIST, name: "of a" });
  later();
  await addSavedView(b.ports, OWNER, { ...LIST, name: "of b" });
  await exchange();
  for (const { ports } of [a, b])
    expect((await savedViewsOf(ports, OWNER)).map(({ name }) => name)).toEqual(["of a", "of b"]);

  const named = (name: string) => (before: SavedView) => ({ ...before, name });
  await changeSavedView(a.ports, OWNER, inA.id, named("earlier"));
  later();
  await changeSavedView(b.ports, OWNER, inA.id, named("later"));
  await exchange();
  for (const { ports } of [a, b])
    expect((await savedViewsOf(ports, OWNER)).map(({ name }) => name)).toEqual(["later", "of b"]);

  await removeSavedView(a.ports, OWNER, inA.id);
  later();
  await changeSavedView(b.ports, OWNER, inA.id, named("too late"));
  await exchange();
  for (const { ports } of [a, b])
    expect((await savedViewsOf(ports, OWNER)).map(({ name }) => name)).toEqual(["of b"]);
});

test("whatever is saved, renamed and removed in two regions that hear of each other now and then, both end with the same", async () => {
  const random = seeded(SEED);
  for (let world = 0; world < 30; world++) {
    const { a, b, removed } = await lived(world, random);
    const inA = await savedViewsOf(a.ports, OWNER);
    expect(await savedViewsOf(b.ports, OWNER), `SEED=${SEED}`).toEqual(inA);
    expect(
      inA.filter(({ id }) => removed.has(id)),
      `SEED=${SEED}`,
    ).toEqual([]);
  }
});

/** Two regions after some changes in both, and what was removed in either. */
async function lived(world: number, random: () => number) {
  const { a, b, clock } = twoRegions(world);
  const removed = new Set<string>();
  for (let step = 0; step < 40; step++) {
    clock.set(clock.now() + 1 + Math.floor(random() * 1000));
    const gone = await doSomething((random() < 0.5 ? a : b).ports, random, `view ${world}.${step}`);
    if (gone) removed.add(gone);
    if (random() < 0.2) await replicate(a, b);
    if (random() < 0.2) await replicate(b, a);
  }
  await replicate(a, b);
  await replicate(b, a);
  return { a, b, removed };
}

/** Saves one, renames one or removes one, whose id is given back. */
async function doSomething(ports: Ports, random: () => number, name: string): Promise<string | undefined> {
  const views = await savedViewsOf(ports, OWNER);
  const one = views[Math.floor(random() * views.length)];
  const chosen = random();
  if (!one || chosen < 0.4) await addSavedView(ports, OWNER, { ...LIST, name });
  else if (chosen < 0.6) return (await removeSavedView(ports, OWNER, one.id)).id;
  else await changeSavedView(ports, OWNER, one.id, (before) => ({ ...before, name }));
  return undefined;
}
