import { expect, test } from "vitest";
import { fileName } from "./file-name.js";

test.each([
  ["main", ["static/js/main.3f2a.chunk.js", "main.3f2a.js", "assets/main.bdfc.js", "main.ffcae.chunk.js"]],
  ["", ["static/js/3f2a91.js", "assets/7b2c1d9.js", "2.9c1b.chunk.js", "static/js/2.bcdd.chunk.js"]],
  ["vendors~main", ["dist/vendors~main.3f2a1.js", "vendors~main.dcbaf.bundle.js"]],
])("what a build puts into a bundle's name is no part of it: %s", (name, files) => {
  expect(files.map((file) => fileName(file))).toEqual(files.map(() => name));
});

test.each([
  ["assets/user.cafe.js", "user.cafe"],
  ["user.cafe.js", "user.cafe"],
  ["static/js/feed.js", "feed"],
  ["js/rss.feed.min.js", "rss.feed"],
  ["assets/facade.js", "facade"],
  ["dist/cart.decade.chunk.js", "cart.decade"],
  ["app/lib/a1b2.js", "a1b2"],
  ["assets/d3.js", "d3"],
  ["js/player.h264.js", "player.h264"],
  ["app/cart.bdfc.js", "cart.bdfc"],
])("words of a to f are no hashes: %s", (file, name) => {
  expect(fileName(file)).toBe(name);
});

test("scripts that Groovy was given as a text have no name", () => {
  expect(["Script1.groovy", "Script27.groovy"].map((file) => fileName(file))).toEqual(["script", "script"]);
  expect(fileName("", "Script27")).toBe("script");
  expect(fileName("Script.groovy")).toBe("script");
});
