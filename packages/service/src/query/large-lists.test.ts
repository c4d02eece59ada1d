import { broken, notifyWorld } from "@faultline/testing/notify-world";
import { expect, test } from "vitest";
import { listOccurrences } from "./occurrences.js";

test("a list of large events comes in pages that Lambda can answer with, each event once", async () => {
  const world = notifyWorld();
  const raw = { text: Array.from({ length: 24 }, (_, n) => `${n} ${"x".repeat(4000)}`) };
  const reports = Array.from({ length: 60 }, (_, n) => broken(`e${n}`, { extra: raw }));
  await world.post(world.a, reports, []);
  await world.a.settle();
  const { id: issue } = await world.issue();
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOccurrences(world.a.ports, { project: "shop", issue, limit: 500, cursor });
    expect(JSON.stringify(page.occurrences).length).toBeLessThan(5_000_000);
    seen.push(...page.occurrences.map(({ event }) => event.id));
    cursor = page.cursor;
  } while (cursor !== undefined);
  expect(new Set(seen).size).toBe(60);
  expect(seen).toHaveLength(60);
});
