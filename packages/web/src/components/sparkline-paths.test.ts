import { expect, test } from "vitest";
import { HEIGHT, sparklinePaths } from "./sparkline-paths.js";

test("regions are stacked in their order and together reach the total", () => {
  const [a, b] = sparklinePaths([4, 0], { west: [1, 0], east: [3, 0] }, ["east", "west"]);
  expect(a).toEqual({ region: "east", path: "M0.11 6h0.78v18h-0.78z" });
  expect(b).toEqual({ region: "west", path: "M0.11 0h0.78v6h-0.78z" });
});

test("a single event is seen beside thousands", () => {
  const [line] = sparklinePaths([5000, 1], {}, []);
  expect(line?.path).toContain(`v${HEIGHT / 10}h-0.78z`);
});

test("a region nobody announced is drawn after the known ones", () => {
  const lines = sparklinePaths([2], { moon: [1], east: [1] }, ["east"]);
  expect(lines.map(({ region }) => region)).toEqual(["east", "moon"]);
});

test("nothing makes an empty line, not a division by zero", () => {
  expect(sparklinePaths([0, 0], {}, [])).toEqual([{ region: undefined, path: "" }]);
});
