import { expect, test } from "vitest";
import { wildcard } from "./wildcard.js";

test.each([
  ["ChunkLoadError", "chunkloaderror", true],
  ["Chunk*", "chunkloaderror", true],
  ["*LoadError", "chunkloaderror", true],
  ["*load*", "chunkloaderror", true],
  ["c*d*r", "chunkloaderror", true],
  ["ab*ba", "aba", false],
  ["ab*ba", "abba", true],
  ["load", "chunkloaderror", false],
  ["*", "", true],
  ["a.c", "abc", false],
  ["*/node_modules/*", "/app/node_modules/react/index.js", true],
])("%s describes %s: %s", (pattern, text, is) => {
  expect(wildcard(pattern)(text)).toBe(is);
});

test("a text takes time by its length alone, whatever the pattern", () => {
  const text = "a".repeat(1_000_000);
  const isIt = wildcard("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b");
  const before = process.cpuUsage();
  expect(isIt(text)).toBe(false);
  const spent = process.cpuUsage(before);
  // Tried every way, it would take longer than the universe has lasted.
  expect((spent.user + spent.system) / 1000).toBeLessThan(5000);
});
