import { issueId } from "@faultline/core/id";
import { expect, test } from "vitest";
import { markOf, marksIn, writeMarks } from "./issue-marks.js";

const IDS = Array.from({ length: 100_000 }, (_, place) => issueId("shop", `v2:Failure${place}`));

test("marks tell a hundred thousand issues apart", () => {
  expect(new Set(IDS.map(markOf)).size).toBe(IDS.length);
});

test("marks that were written are read again, and take seven characters each", () => {
  const marks = IDS.slice(0, 500).map(markOf);
  const text = writeMarks(marks);
  expect(marksIn(text)).toEqual(marks);
  expect(text.length).toBeLessThanOrEqual(500 * 7);
  expect(marksIn("")).toEqual([]);
});
