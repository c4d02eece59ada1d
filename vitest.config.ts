import { defineConfig } from "vitest/config";

/** What `.ci/run` reads its closing line from. */
const countsForCi: ["json", { outputFile: string }] = ["json", { outputFile: "coverage/tests.json" }];

// Three kinds of tests: those beside their file, those about the repository as a whole, and stories through the
// running local world. The stories start processes and measure them, so they run alone, after the others.
export default defineConfig({
  test: {
    reporters: ["default", "./test/report-left-out.ts", ...(process.env.CI ? [countsForCi] : [])],
    projects: [
      { test: { name: "unit", include: ["packages/*/src/**/*.test.{ts,tsx}"], testTimeout: 20_000 } },
      { test: { name: "repository", include: ["test/*.test.ts"], testTimeout: 20_000 } },
      {
        test: {
          name: "stories",
          include: ["test/*/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
