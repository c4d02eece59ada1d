import { expect, test } from "vitest";
import { placeLabels, releaseMarks } from "./release-marks.js";

const AT = Date.parse("2026-11-24T12:00:00Z");
const released = (release: string, hour: number) => ({
  release,
  firstSeen: new Date(AT + hour * 3_600_000).toISOString(),
});
const RELEASES = [
  released("shop@1.1", 2),
  released("crm-web@7", 1),
  released("shop@1.0", 0),
  released("2.0", 3),
];
const span = { from: AT, to: AT + 86_400_000 };
const labels = (own: readonly (string | undefined)[]) =>
  releaseMarks(RELEASES, { ...span, own }).map(({ label }) => label);

test("an issue's timeline marks the releases of its own application alone", () => {
  expect(labels(["shop@1.0", "shop@1.1"])).toEqual(["shop@1.0", "shop@1.1"]);
  expect(labels(["2.0", undefined])).toEqual(["2.0"]);
});

test("an issue that knows no release shows those of all", () => {
  expect(labels([undefined, undefined])).toEqual(["shop@1.0", "crm-web@7", "shop@1.1", "2.0"]);
});

test("names of releases that began one after the other stand above each other, and none leaves the chart", () => {
  const places = placeLabels(
    [
      { x: 0, width: 50 },
      { x: 10, width: 50 },
      { x: 20, width: 50 },
      { x: 190, width: 50 },
    ],
    { right: 200, gap: 5, rows: 2 },
  );
  expect(places).toEqual([{ row: 0, left: 0 }, { row: 1, left: 10 }, undefined, { row: 0, left: 150 }]);
});
