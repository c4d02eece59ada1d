import { expect, test } from "vitest";
import { placeLabels, releaseMarks } from "./release-marks.js";

const AT = Date.parse("2026-11-24T12:00:00Z");
const timeOf = (hour: number): string => new Date(AT + hour * 3_600_000).toISOString();
const released = (release: string, hour: number) => ({
  release,
  firstSeen: timeOf(hour),
  deploys: [] as { at: string; environment: string }[],
});
const RELEASES = [
  released("shop@1.1", 2),
  released("crm-web@7", 1),
  released("shop@1.0", 0),
  released("2.0", 3),
];
const span = { from: AT, to: AT + 86_400_000 };
const labels = (own: readonly (string | undefined)[]) =>
  releaseMarks(RELEASES, { ...span, own, environment: "" }).map(({ label }) => label);

test("an issue's timeline marks the releases of its own application alone", () => {
  expect(labels(["shop@1.0", "shop@1.1"])).toEqual(["shop@1.0", "shop@1.1"]);
  expect(labels(["2.0", undefined])).toEqual(["2.0"]);
});

test("an issue that knows no release shows those of all", () => {
  expect(labels([undefined, undefined])).toEqual(["shop@1.0", "crm-web@7", "shop@1.1", "2.0"]);
});

test("each deploy is marked when and where it was made, and of one environment those made there", () => {
  const staged = { at: timeOf(4), environment: "Staging" };
  const live = { at: timeOf(6), environment: "production" };
  const again = { at: timeOf(30), environment: "production" };
  const releases = [
    { ...released("3.0", 3), deploys: [again, live, staged] },
    { ...released("2.9", 1), deploys: [staged] },
    released("2.8", 0),
  ];
  const marksIn = (environment: string) =>
    releaseMarks(releases, { ...span, own: [], environment }).map(({ at, label }) => [
      (at * 1000 - AT) / 3_600_000,
      label,
    ]);
  expect(marksIn("")).toEqual([
    [0, "2.8"],
    [4, "3.0 → Staging"],
    [4, "2.9 → Staging"],
    [6, "3.0 → production"],
  ]);
  expect(marksIn("production")).toEqual([
    [0, "2.8"],
    [6, "3.0 → production"],
  ]);
  expect(marksIn("staging").map(([, label]) => label)).toEqual(["2.8", "3.0 → Staging", "2.9 → Staging"]);
});

test("of very many the latest are marked", () => {
  const deploys = Array.from({ length: 40 }, (_, at) => ({ at: timeOf(at / 4), environment: "production" }));
  const marks = releaseMarks([{ ...released("1.0", 0), deploys }], { ...span, own: [], environment: "" });
  expect(marks.map(({ at }) => at * 1000)).toEqual(deploys.slice(10).map(({ at }) => Date.parse(at)));
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
