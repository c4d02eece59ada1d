import { expect, test } from "vitest";
import { codeFiles } from "./repository/source.js";

/** What makes a test hang on how fast a machine is. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/performance\.now\(/, "measures by the clock on the wall: count, or take process.cpuUsage()"],
  [/^\s*\}, [\d_]+\);?$/, "ends after a time of its own: vitest.config.ts ends what hangs"],
  [/\{ timeout: [\d_]+ \}, (async )?\(/, "ends after a time of its own: vitest.config.ts ends what hangs"],
  [/vi\.waitFor\([^,]*\);$/, "gives up after a second: say a timeout of minutes"],
  [/expect\.poll\([^,]*\)\./, "gives up after a second: say a timeout of minutes"],
];

function hangsOnSpeed(text: string): string[] {
  return text
    .split("\n")
    .flatMap((line, place) =>
      KINDS.filter(([pattern]) => pattern.test(line)).map(([, why]) => `${place + 1} ${why}`),
    );
}

test("no test hangs on how fast a machine is", () => {
  const tests = codeFiles().filter(({ path }) => /\.test\.tsx?$/.test(path));
  expect(tests.length).toBeGreaterThan(100);
  expect(tests.flatMap(({ path, text }) => hangsOnSpeed(text).map((what) => `${path}:${what}`))).toEqual([]);
});

test.each([
  "const start = performance.now" + "();",
  "}, 60_000)" + ";",
  'test("x", { timeout: 5_000 }' + ", async () => {",
  "await vi.waitFor" + "(() => expect(isGone()).toBe(true));",
  "await expect.poll" + "(() => count).toBe(1);",
])("one that would is found: %s", (line) => {
  expect(hangsOnSpeed(line)).toHaveLength(1);
});

test("one that waits for minutes is none", () => {
  expect(hangsOnSpeed("await vi.waitFor(() => isGone(), PATIENCE);")).toEqual([]);
});
