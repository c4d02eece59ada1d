import { expect, test } from "vitest";
import { frameGroups } from "./frame-groups.js";

const frame = (file: string, inApp: boolean) => ({ file, inApp });

test("frames outside one's own code are folded together, in their places", () => {
  const frames = [frame("a", true), frame("lib", false), frame("lib", false), frame("b", true)];
  expect(frameGroups(frames).map(({ isShown, start, frames: own }) => [isShown, start, own.length])).toEqual([
    [true, 0, 1],
    [false, 1, 2],
    [true, 3, 1],
  ]);
});

test("a stack without a frame of one's own is shown whole", () => {
  expect(frameGroups([frame("lib", false), frame("lib", false)])).toMatchObject([
    { isShown: true, start: 0 },
  ]);
});
