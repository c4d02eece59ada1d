import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { HOUR, hourAttributes, hourOf } from "../projection/series/hours.js";
import { hourKey } from "../projection/series/page.js";
import { EMPTY } from "../projection/series/series.js";
import { pointsOf } from "./timeline.js";

const DAY = 24 * HOUR;
const START = Date.UTC(2026, 6, 1);

test("a project that had an error in each minute of three months, in both regions, has its timeline", async () => {
  const { ports } = memoryRegion({ region: "us-east-1", clock: virtualClock(START), seed: 1 });
  const [days, end] = [92, START + 92 * DAY];
  const each = Object.fromEntries(Array.from({ length: 60 }, (_, minute) => [String(minute), 1]));
  const counts = { all: { "us-east-1": each, "us-west-2": each }, environments: {} };
  for (let at = START; at < end; at += HOUR)
    await ports.view.put({ ...hourKey("series", 1, hourOf(at)), ...hourAttributes(counts), x: end });
  const series = {
    ...EMPTY,
    ver: 1,
    gen: 1,
    total: days * 2_880,
    archivedUpTo: end,
    first: START,
    last: end,
  };
  const span = { from: START, to: end - 1, unit: "day" } as const;
  const points = await pointsOf(ports, [{ pk: "series", series }], span);
  expect(points).toHaveLength(days);
  const [one] = new Set(points.map(({ count }) => count));
  expect(one).toBe(2_880);
});
