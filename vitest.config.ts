import { defineConfig } from "vitest/config";

/** What `.ci/run` reads its closing line from. */
const countsForCi: ["json", { outputFile: string }] = ["json", { outputFile: "coverage/tests.json" }];

/**
 * No test is about how fast a machine is, so these end only what hangs: many times what the slowest test takes on one core
 * with others at work beside it.
 */
const HANGS = { testTimeout: 300_000, hookTimeout: 300_000 };
const HANGS_IN_STORIES = { testTimeout: 900_000, hookTimeout: 900_000 };

/** Unit tests that change what all of their process share. The others share one for each core: what they import is read once. */
const ISOLATED = ["packages/client/src/exit.test.ts", "packages/local/src/storage/{private,tables}.test.ts"];

/** Stories that measure, or use every core by themselves: one after the other, and last. */
const ALONE = ["attack", "drill", "emulate", "infra", "simulate"].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

// Five kinds of tests: those beside their file, those of them that need a process each, those about the repository as a
// whole, stories through the running local world, which start processes of their own, and the stories that have to be alone.
export default defineConfig({
  test: {
    // As many as there are cores; by itself it leaves one of them to nobody.
    maxWorkers: "100%",
    reporters: ["default", "./test/report-left-out.ts", ...(process.env.CI ? [countsForCi] : [])],
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/src/**/*.test.{ts,tsx}"],
          exclude: ISOLATED,
          isolate: false,
          ...HANGS,
        },
      },
      { test: { name: "isolated", include: ISOLATED, ...HANGS } },
      { test: { name: "repository", include: ["test/*.test.ts"], ...HANGS } },
      {
        test: {
          name: "stories",
          include: ["test/*/**/*.test.ts"],
          exclude: ALONE,
          ...HANGS_IN_STORIES,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "alone",
          include: ALONE,
          ...HANGS_IN_STORIES,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
