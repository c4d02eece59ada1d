import { failure, postTo, START, twoRegions } from "@faultline/testing/two-regions";
import { expect, test, vi } from "vitest";
import { timeline } from "../query/timeline.js";
import { itemBytes, writeUnits } from "../table/item.js";
import { projectPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";

const pk = projectPartition("shop");

test("events that come one by one cost a project's row and pages a write unit each, and every one is counted", async () => {
  const { a, clock } = twoRegions(1);
  const { ports, settle } = a;
  for (let turn = 0; turn < 50; turn++) {
    clock.set(START + turn * 1000);
    await postTo(ports, [{ ...failure(turn % 7, `e${turn}`, clock.now(), 1), environment: "production" }]);
    await settle();
    const [row] = await collect(queryAll(ports.view, { pk, to: "0" }));
    expect(writeUnits(itemBytes(row))).toBe(1);
  }
  const pages = (await collect(queryAll(ports.view, { pk }))).filter(({ sk }) => /^[DM]#/.test(sk));
  expect(pages.length).toBeGreaterThan(1);
  for (const page of pages) expect(writeUnits(itemBytes(page))).toBe(1);
  const points = await timeline(ports, { project: "shop", from: START, to: clock.now(), unit: "day" });
  expect(points.map(({ count }) => count)).toEqual([50]);
});

test("a release that is known is looked up once for the events of a flush", async () => {
  const { a } = twoRegions(1);
  const { ports, settle } = a;
  const post = async (name: string): Promise<void> => {
    await postTo(ports, [{ ...failure(1, name, START, 1), release: "1.0" }]);
    await settle();
  };
  await post("a");
  const get = vi.spyOn(ports.view, "get");
  await post("b");
  expect(get.mock.calls.filter(([{ sk }]) => sk.startsWith("R#"))).toHaveLength(1);
});
