import { expect, test } from "vitest";
import { menuStep } from "./menu-step.js";

const LABELS = ["Unmute", "For an hour", "For a day", "Until …"];

test("arrows go through a menu and around its ends", () => {
  expect(menuStep("ArrowDown", LABELS, -1)).toBe(0);
  expect(menuStep("ArrowDown", LABELS, 3)).toBe(0);
  expect(menuStep("ArrowUp", LABELS, 0)).toBe(3);
  expect(menuStep("ArrowUp", LABELS, 2)).toBe(1);
  expect(menuStep("Home", LABELS, 2)).toBe(0);
  expect(menuStep("End", LABELS, 0)).toBe(3);
});

test("a letter leads to the next entry that begins with it", () => {
  expect(menuStep("f", LABELS, 0)).toBe(1);
  expect(menuStep("F", LABELS, 1)).toBe(2);
  expect(menuStep("f", LABELS, 2)).toBe(1);
  expect(menuStep("u", LABELS, 0)).toBe(3);
});

test("other keys are left to the browser", () => {
  for (const key of ["Enter", " ", "Tab", "Escape", "x"]) expect(menuStep(key, LABELS, 0)).toBeUndefined();
});
