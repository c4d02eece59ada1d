import { expect, test } from "vitest";
import { regionShares } from "./region-shares.js";

const point = (regions: Record<string, number>) => ({ at: "2026-11-24T12:00:00.000Z", count: 0, regions });

test("shares are summed over the points and stand in the regions' order", () => {
  const shares = regionShares([point({ west: 1, east: 2 }), point({ east: 1 })], ["east", "west"]);
  expect(shares).toEqual([
    { region: "east", count: 3, percent: 75 },
    { region: "west", count: 1, percent: 25 },
  ]);
});

test("rounded shares add up to a hundred", () => {
  const shares = regionShares([point({ a: 1, b: 1, c: 1 })], []);
  expect(shares.map(({ percent }) => percent)).toEqual([33, 33, 34]);
});

test("without events there are no shares", () => {
  expect(regionShares([point({}), point({ east: 0 })], ["east"])).toEqual([]);
});
