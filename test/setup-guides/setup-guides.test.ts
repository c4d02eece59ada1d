import { execFileSync } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { describeNeeding } from "../needing.js";
import { ROOT } from "../repository/source.js";
import { type RunningWorld, runningWorld } from "../stories/running-world.js";
import { firstErrorBy } from "./first-error.js";
import { guidesPython } from "./python.js";

// Each guide of Setup, done as it says with the real SDK, leads to a first error.

let world: RunningWorld;
let folder: string;
beforeAll(async () => {
  world = await runningWorld();
});
afterAll(() => world.dispose());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "faultline-guide-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Follows a guide in a project of its own; gives back the issue that comes of it, and its event. */
async function followed(guide: string, env: NodeJS.ProcessEnv = {}, holding = "") {
  const { issue, occurrence } = await firstErrorBy(world, guide, { folder, env }, holding);
  return { title: issue.title, occurrence };
}

test.each([
  ["curl", "TypeError: Test error from curl"],
  ["opentelemetry", "Test error from OpenTelemetry"],
])("%s", async (guide, title) => {
  expect(await followed(guide)).toMatchObject({ title });
});

test.each([
  // An application that Node ends at once does not wait for its variables.
  ["node", "Error: Test error from Node.js", ""],
  ["express", "Error: Test error from Express", '"vars":{"order":{"id":4711}}'],
])("%s", async (guide, title, variables) => {
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const { occurrence, ...issue } = await followed(guide, {}, variables);
  expect(issue).toEqual({ title });
  expect(occurrence).toMatchObject({ exceptions: [{ frames: expect.any(Array) }] });
});

describeNeeding("python3", "Setup's guides for Python", () => {
  let python: string;
  beforeAll(() => {
    python = guidesPython();
  });

  test.each(["python", "flask", "fastapi", "django"])("%s", async (guide) => {
    if (guide === "django") execFileSync(python, ["-m", "django", "startproject", "mysite", folder]);
    const { occurrence, ...issue } = await followed(guide, {
      PATH: `${dirname(python)}${delimiter}${process.env.PATH}`,
      PYTHONDONTWRITEBYTECODE: "1",
    });
    expect(issue.title).toMatch(/^KeyError: '?Test error from (?:Python|Flask|FastAPI|Django)/);
    expect(JSON.stringify(occurrence)).toContain('"vars"');
  });
});
