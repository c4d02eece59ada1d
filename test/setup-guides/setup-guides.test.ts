import { execFileSync } from "node:child_process";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { pythonWith } from "../emulate/install.js";
import { describeNeeding } from "../needing.js";
import { ROOT } from "../repository/source.js";
import { call } from "../stories/api.js";
import { type RunningWorld, runningWorld } from "../stories/running-world.js";
import { until } from "../stories/until.js";
import { follow, Guides } from "./follow.js";

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
async function followed(guide: string, env: NodeJS.ProcessEnv = {}) {
  const key = world.masterKey;
  const json = { "content-type": "application/json" };
  await call(`${world.url}/v1/projects/${guide}`, { method: "PUT", key, headers: json, body: "{}" });
  const { text } = await call(`${world.url}/v1/projects/${guide}/setup`, { key });
  const found = Guides.parse(JSON.parse(text)).guides.find(({ id }) => id === guide);
  const end = await follow(found?.steps ?? [], { folder, env: { ...process.env, ...env } });
  const issue = await until(`an error by ${guide}`, async () => (await world.api().issues(guide))[0]).finally(
    end,
  );
  const [occurrence] = await world.api().occurrences(guide, issue.id);
  return { title: issue.title, occurrence };
}

test.each([
  ["curl", "TypeError: Test error from curl"],
  ["opentelemetry", "Test error from OpenTelemetry"],
])("%s", async (guide, title) => {
  expect(await followed(guide)).toMatchObject({ title });
});

test.each([
  ["node", "Error: Test error from Node.js"],
  ["express", "Error: Test error from Express"],
])("%s", async (guide, title) => {
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const { occurrence, ...issue } = await followed(guide);
  expect(issue).toEqual({ title });
  expect(occurrence).toMatchObject({ exceptions: [{ frames: expect.any(Array) }] });
});

describeNeeding("python3", "Setup's guides for Python", () => {
  let python: string;
  beforeAll(() => {
    python = pythonWith("setup-guides", join(import.meta.dirname, "requirements.txt"));
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
