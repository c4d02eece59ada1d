import { expect, test } from "vitest";
import { neighbour, selected, successor } from "./selection.js";

const SHOWN = ["a", "b", "c", "d"];
const click = (before: string[], id: string, last?: string) => [
  ...selected(new Set(before), SHOWN, { id, last, isRange: last !== undefined }),
];

test("a click selects, another takes it back", () => {
  expect(click([], "b")).toEqual(["b"]);
  expect(click(["b"], "b")).toEqual([]);
});

test("with Shift, everything between is selected, in either direction", () => {
  expect(click(["b"], "d", "b")).toEqual(["b", "c", "d"]);
  expect(click(["d"], "b", "d")).toEqual(["d", "b", "c"]);
});

test("with Shift from an issue that is gone, only the clicked one is meant", () => {
  expect(click([], "c", "gone")).toEqual(["c"]);
});

test("moving begins at the first issue and stops at the ends", () => {
  expect(neighbour(SHOWN, undefined, 1)).toBe("a");
  expect(neighbour(SHOWN, "d", 1)).toBe("d");
  expect(neighbour(SHOWN, "b", -1)).toBe("a");
  expect(neighbour([], "b", 1)).toBeUndefined();
});

test("when the active issue leaves, the next one that stays takes over", () => {
  expect(successor(SHOWN, "b", new Set(["b", "c"]))).toBe("d");
  expect(successor(SHOWN, "d", new Set(["d", "c"]))).toBe("b");
  expect(successor(SHOWN, "a", new Set(SHOWN))).toBeUndefined();
  expect(successor(SHOWN, "a", new Set(["c"]))).toBe("a");
});
