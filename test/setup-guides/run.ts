import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { launchChromium, signIn } from "../chromium.js";
import { ROOT } from "../repository/source.js";
import { type RunningWorld, runningWorld } from "../stories/running-world.js";
import { until } from "../stories/until.js";
import { firstErrorBy } from "./first-error.js";
import { guidesPython } from "./python.js";

// `npm run first-errors`: from a fresh clone of this repository to first errors of PHP, Flask and Express, seen in Chromium with
// their code and variables. Prints how long each step took. With `-- --pictures` what was seen goes into docs/first-errors, and
// the pictures take their time, too. docs/first-errors.md tells of it.

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), "faultline-first-errors-"));
const clone = join(folder, "faultline");
const python = guidesPython();
// Installing the SDK for Python is no step of the story: a machine with Flask on it has done that.
const begin = performance.now();

/** Does a step and prints how long it took, and how long all took so far. */
async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  const before = performance.now();
  const done = await work();
  const seconds = (since: number): string =>
    `${((performance.now() - since) / 1000).toFixed(1)} s`.padStart(8);
  console.log(`${seconds(before)}  ${seconds(begin)}  ${what}`);
  return done;
}

/** Posts a Laravel request's error with the curl of a machine without PHP; gives back its issue. */
async function laravel(world: RunningWorld) {
  const address = `${world.url}/api/laravel/store/?sentry_key=${world.clientKey}`;
  const body = `@${join(import.meta.dirname, "laravel-request.json")}`;
  await run("curl", ["-sSf", address, "-H", "content-type: application/json", "--data-binary", body]);
  return until("an error of Laravel", async () => (await world.api().issues("laravel"))[0]);
}

/** Opens an issue as whoever is signed in sees it: its title, the line that failed, and a variable beside it. */
async function see(world: RunningWorld, path: string, variable: string): Promise<void> {
  const browser = await launchChromium();
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    await signIn(context, world);
    const page = await context.newPage();
    await page.goto(`${world.url}/projects/${path}`);
    await page.locator("[aria-current=location]").first().waitFor();
    await page.getByRole("heading", { name: "Local variables" }).first().waitFor();
    await page.getByText(variable, { exact: true }).first().waitFor();
    await picture?.(page, path);
  } finally {
    await browser.close();
  }
}

const [, , option] = process.argv;
const picture =
  option === "--pictures"
    ? async (page: Page, path: string): Promise<void> => {
        await page.waitForLoadState("networkidle", { timeout: 3000 }).catch(() => undefined);
        await page.screenshot({ path: join(ROOT, "docs/first-errors", `${path.split("/")[0]}.png`) });
      }
    : undefined;

async function inFolder(name: string): Promise<string> {
  const own = join(folder, name);
  await mkdir(own);
  return own;
}

let world: RunningWorld | undefined;
try {
  console.log("    step     so far");
  await step("git clone", () => run("git", ["clone", "--quiet", ROOT, clone]));
  await step("npm ci", () =>
    run("npm", ["ci", "--no-audit", "--no-fund", "--prefer-offline"], { cwd: clone }),
  );
  const started = await step("npm start: both regions, and the pages built", () =>
    runningWorld(undefined, {}, clone),
  );
  world = started;

  const php = await step("PHP (Laravel's request, by curl): posted, and listed", () => laravel(started));
  await step("PHP: seen with code and variables", () => see(started, `laravel/issues/${php.id}`, "voucher"));

  const env = { PATH: `${dirname(python)}${delimiter}${process.env.PATH}`, PYTHONDONTWRITEBYTECODE: "1" };
  const flaskFolder = await inFolder("flask");
  const { issue: flask } = await step("Flask: Setup's guide followed, the error listed", () =>
    firstErrorBy(started, "flask", { folder: flaskFolder, env }),
  );
  await step("Flask: seen with code and variables", () => see(started, `flask/issues/${flask.id}`, "prices"));

  const expressFolder = await inFolder("express");
  await symlink(join(clone, "node_modules"), join(expressFolder, "node_modules"));
  const { issue: express } = await step("Express: Setup's guide followed, the error listed", () =>
    firstErrorBy(started, "express", { folder: expressFolder }, '"vars"'),
  );
  await step("Express: seen with code and variables", () =>
    see(started, `express/issues/${express.id}`, "order"),
  );
} finally {
  await world?.dispose();
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
