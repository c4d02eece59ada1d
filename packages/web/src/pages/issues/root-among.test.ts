import { expect, test } from "vitest";
import { rootAmong } from "./root-among.js";

const issue = (count: number, day: number) => ({ count, firstSeen: `2026-11-0${day}T00:00:00.000Z` });

test("issues are merged into the one with most events, of equal ones into the older", () => {
  const [few, many, older] = [issue(2, 1), issue(9, 3), issue(9, 2)];
  expect(rootAmong([few, many, older])).toBe(older);
  expect(rootAmong([])).toBeUndefined();
});
