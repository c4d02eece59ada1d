import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { describeNeeding } from "../needing.js";
import { ROOT } from "../repository/source.js";
import { type Api, call, type Issue } from "./api.js";
import { isFree, type RunningWorld, runningWorld } from "./running-world.js";
import { reportInChromium } from "./sdks/in-chromium.js";
import { reporters, Setup } from "./sdks/reporters.js";
import { CLASSES, type Failure, failures } from "./sdks/shop.js";

const run = promisify(execFile);
const SDKS = Object.keys(reporters);
const FAILURES = Object.keys(failures);
const Line = z.object({ failure: z.string(), problem: z.string().optional() });

let world: RunningWorld;
let setup: string;
beforeAll(async () => {
  world = await runningWorld();
  await call(`${world.url}/v1/projects/sdks`, {
    method: "PUT",
    key: world.masterKey,
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  setup = (await call(`${world.url}/v1/projects/sdks/setup`, { key: world.masterKey })).text;
});
afterAll(() => world.dispose());

async function report(sdk: string): Promise<z.infer<typeof Line>[]> {
  const program = join(ROOT, "test/stories/sdks/report.ts");
  const { stdout } = await run("node", ["--import", "tsx", program, sdk, setup], {
    cwd: ROOT,
    // Ends what hangs; a busy machine takes a tenth of it.
    timeout: 300_000,
  });
  const lines = stdout.split("\n").filter((line) => line.startsWith('{"failure"'));
  return lines.map((line) => Line.parse(JSON.parse(line)));
}

// Its transport for Node leaves the port of its endpoint out.
const NEEDS_PORT_80 = "@honeybadger-io/js";
const reported: string[] = [];

test.for(SDKS)(
  "%s, set up from the setup page, reports five failures and takes each answer for success",
  async (sdk, { skip }) => {
    if (sdk === NEEDS_PORT_80 && !(await isFree(80)))
      skip("port 80 is not ours to take (run as root, with nothing on it)");
    reported.push(sdk);
    const lines = await report(sdk);
    expect(lines.filter(({ problem }) => problem !== undefined)).toEqual([]);
    expect(lines.map(({ failure }) => failure)).toEqual(FAILURES);
  },
);

describeNeeding("chromium", "@sentry/browser", () => {
  test("in Chromium, its page reports five failures and each is answered", async () => {
    reported.push("@sentry/browser");
    const entryPoints = [join(ROOT, "test/stories/sdks/page.ts")];
    const { outputFiles } = await build({ entryPoints, bundle: true, format: "esm", write: false });
    const program = outputFiles[0]?.contents ?? new Uint8Array();
    await reportInChromium(program, Setup.parse(JSON.parse(setup)).sentry.dsn);
  });
});

/** What an occurrence says of the SDK that sent it, and of its first call in the team's code. */
const Occurrence = z.looseObject({
  type: z.string(),
  sdk: z.object({ name: z.string() }).optional(),
  exceptions: z.array(
    z.object({
      frames: z.array(z.object({ file: z.string(), function: z.string().optional(), inApp: z.boolean() })),
    }),
  ),
});

interface Cell {
  readonly failure: Failure | undefined;
  readonly sdk: string;
  readonly issue: Issue;
  readonly top: string;
}

async function cells(api: Api): Promise<Cell[]> {
  const issues = await api.issues("sdks");
  const rows = await Promise.all(
    issues.map(async (issue) => (await api.occurrences("sdks", issue.id)).map((found) => ({ issue, found }))),
  );
  return rows.flat().map(({ issue, found }) => {
    const { type, sdk, exceptions } = Occurrence.parse(found);
    const frame = exceptions[0]?.frames.find(({ inApp }) => inApp);
    const top = frame ? `${frame.function} (${frame.file.split("/").at(-1)})` : "";
    return { failure: CLASSES[type], sdk: sdk?.name ?? "", issue, top };
  });
}

const FIVE = [
  "faultline-client",
  "sentry.javascript.node",
  "airbrake-js/node",
  "node_rollbar",
  "Bugsnag Node",
];

test("at least four of the five failures are one issue each, whichever of the five SDKs reports them", async () => {
  await world.settled();
  const all = await cells(world.api());
  process.stdout.write(matrix(all));
  const together = FAILURES.filter((failure) => {
    const own = all.filter((cell) => cell.failure === failure && FIVE.includes(cell.sdk));
    return own.length === FIVE.length && new Set(own.map(({ issue }) => issue.id)).size === 1;
  });
  expect(together.length).toBeGreaterThanOrEqual(4);
  expect(all).toHaveLength(reported.length * FAILURES.length);
});

/** A line for each report: which SDK, under which title and place it is shown, and what it is one issue with. */
function matrix(all: readonly Cell[]): string {
  const lines = all.map(({ failure, sdk, issue, top }) => {
    const others = all
      .filter((other) => other.issue.id === issue.id && other.sdk !== sdk)
      .map((other) => other.sdk);
    const title = String(issue.title).slice(0, 60);
    return [failure, sdk, title, top, [...new Set(others)].sort().join(", ")].join(" | ");
  });
  return `failure | SDK | issue | top frame | one issue with\n${lines.sort().join("\n")}\n`;
}
