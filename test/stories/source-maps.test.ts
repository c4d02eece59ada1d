import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { describeNeeding } from "../needing.js";
import { ROOT } from "../repository/source.js";
import { call } from "./api.js";
import { A, B, type RunningWorld, runningWorld } from "./running-world.js";
import { reportInChromium } from "./sdks/in-chromium.js";
import { failures } from "./sdks/shop.js";

const run = promisify(execFile);
const FAILURES = Object.keys(failures).length;

let world: RunningWorld;
let folder: string;
let dsn: string;
beforeAll(async () => {
  world = await runningWorld();
  folder = await mkdtemp(join(tmpdir(), "faultline-maps-"));
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const project = `${world.url}/v1/projects/mapped`;
  const headers = { "content-type": "application/json" };
  await call(project, { method: "PUT", key: world.masterKey, headers, body: "{}" });
  const setup = await call(`${project}/setup`, { key: world.masterKey });
  dsn = z.looseObject({ sentry: z.looseObject({ dsn: z.string() }) }).parse(JSON.parse(setup.text))
    .sentry.dsn;
});
afterAll(async () => {
  await world.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** Builds a program minified, and uploads its source map with sentry-cli as a team's release script does. */
async function release(program: string, platform: "node" | "browser"): Promise<string> {
  const out = join(folder, platform);
  await build({
    entryPoints: [join(ROOT, "test/stories/sdks", program)],
    bundle: true,
    minify: true,
    sourcemap: true,
    format: "esm",
    platform,
    outdir: out,
    outExtension: { ".js": ".mjs" },
    packages: platform === "node" ? "external" : "bundle",
    logLevel: "silent",
  });
  await sentryCli("sourcemaps", "inject", out);
  expect(await sentryCli("sourcemaps", "upload", "--project", "mapped", out)).toContain(
    "Source Map Upload Report",
  );
  return join(out, program.replace(/\.ts$/, ".mjs"));
}

async function sentryCli(...words: string[]): Promise<string> {
  const env = {
    ...process.env,
    SENTRY_URL: world.url,
    SENTRY_AUTH_TOKEN: world.masterKey,
    SENTRY_ORG: "any",
  };
  const { stdout } = await run(join(ROOT, "node_modules/.bin/sentry-cli"), words, { env });
  return stdout;
}

const Occurrence = z.looseObject({
  sdk: z.object({ name: z.string() }),
  exceptions: z.array(
    z.looseObject({
      frames: z.array(
        z.looseObject({
          file: z.string(),
          function: z.string().optional(),
          line: z.number().optional(),
          code: z.record(z.string(), z.string()).optional(),
        }),
      ),
    }),
  ),
});

/** What the newest TypeError of an SDK shows as the place where it was thrown, in a region. */
async function shown(region: typeof A | typeof B, sdk: string) {
  await world.settled();
  const api = world.api(region);
  const issues = await api.issues("mapped");
  const issue = issues.find(({ type }) => type === "TypeError");
  const occurrences = (await api.occurrences("mapped", issue?.id ?? "")).map((found) =>
    Occurrence.parse(found),
  );
  const own = occurrences.find((occurrence) => occurrence.sdk.name === sdk);
  return { issues, frame: own?.exceptions[0]?.frames[0] };
}

async function expectSource(sdk: string): Promise<void> {
  const source = await readFile(join(ROOT, "test/stories/sdks/shop.ts"), "utf8");
  const line = source.split("\n").findIndex((text) => text.includes(").name;")) + 1;
  for (const region of [A, B] as const) {
    const { frame } = await shown(region, sdk);
    expect(frame?.file, region).toMatch(/sdks\/shop\.ts$/);
    expect(frame).toMatchObject({ function: "loadCustomer", line });
    expect(frame?.code?.[line]).toBe(source.split("\n")[line - 1]);
  }
}

describe("after an upload by sentry-cli", () => {
  test("a minified program's errors show the original file, line and code, in both regions", async () => {
    const program = await release("minified.ts", "node");
    await run("node", [program], { env: { ...process.env, DSN: dsn }, timeout: 300_000 });
    await expectSource("sentry.javascript.node");
    const { issues } = await shown(A, "sentry.javascript.node");
    expect(issues.map(({ culprit }) => culprit)).toContainEqual(
      expect.stringMatching(/^loadCustomer \(.*shop\.ts\)$/),
    );
    expect(issues).toHaveLength(FAILURES);
  });
});

const Release = z.looseObject({ deploys: z.array(z.looseObject({ environment: z.string() })) });

test("sentry-cli tells of a release, which is then deployed and listed", async () => {
  expect(await sentryCli("info")).toContain("source-maps");
  await sentryCli("releases", "new", "7.0.0", "--project", "mapped");
  await sentryCli("releases", "finalize", "7.0.0");
  // It names no project with either of these.
  expect(await sentryCli("deploys", "new", "--release", "7.0.0", "--env", "staging")).toContain("staging");
  expect(await sentryCli("releases", "info", "7.0.0")).toContain("7.0.0");
  expect(await sentryCli("releases", "list", "--project", "mapped")).toContain("7.0.0");
  await world.settled();
  const shown = await call(`${world.url}/v1/projects/mapped/releases/7.0.0`, { key: world.masterKey });
  expect(Release.parse(JSON.parse(shown.text)).deploys).toMatchObject([{ environment: "staging" }]);
});

describeNeeding("chromium", "after an upload by sentry-cli, in Chromium", () => {
  test("a minified page's errors show the original file, line and code, and are the issues of the server's", async () => {
    const program = await readFile(await release("page.ts", "browser"));
    await reportInChromium(program, dsn);
    await expectSource("sentry.javascript.browser");
    const { issues } = await shown(A, "sentry.javascript.browser");
    expect(issues.filter(({ count }) => count === 2).length).toBeGreaterThanOrEqual(FAILURES - 1);
  });
});
