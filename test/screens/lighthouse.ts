import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { chromiumPath } from "../chromium.js";
import { ROOT } from "../repository/source.js";
import { runningWorld } from "../stories/running-world.js";
import { BUSY, issueOf, seed } from "./seed.js";

// `npm run lighthouse`: what Lighthouse says of the pages people look at most, on a desk and as on a phone with a slow
// network. A figure is the middle one of three runs. Lighthouse is fetched for this run and no dependency: nothing else
// needs its two hundred packages.

const VERSION = "12.8.2";
const FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run";
const RUNS = 3;
/** Now and then Lighthouse misses the beginning of a page, and either says nothing of it or fails. */
const TRIES_MAX = 6;
/** The least that will do. */
const WANTED = {
  desktop: { performance: 0.95, accessibility: 1 },
  /** A phone of the middle class. */
  phone: { performance: 0.95, accessibility: 1 },
  /** One with a quarter of this processor, whatever that is: what Lighthouse takes when it is told nothing. */
  quarter: { performance: 0, accessibility: 1 },
} as const;
type Device = keyof typeof WANTED;
const DEVICES = ["desktop", "phone", "quarter"] as const;

/**
 * How many times slower than this machine a phone of the middle class is, by Lighthouse's own benchmark of the machine
 * and the table in its `docs/throttling.md`: four times for a fast desktop, from 1500 on, two times for a slow one.
 */
const slowdownOf = (benchmark: number): number => (benchmark >= 1500 ? 4 : 2);

const FIGURES = [
  "first-contentful-paint",
  "largest-contentful-paint",
  "total-blocking-time",
  "cumulative-layout-shift",
  // All script from the first byte until the page is still.
  "bootup-time",
];

const Score = z.object({ score: z.number() });
const Report = z.object({
  environment: z.object({ benchmarkIndex: z.number() }),
  categories: z.object({ performance: Score, accessibility: Score }),
  audits: z.record(
    z.string(),
    z.looseObject({ score: z.number().nullish(), displayValue: z.string().optional() }),
  ),
});

type Report = z.infer<typeof Report>;

const folder = await mkdtemp(join(tmpdir(), "faultline-lighthouse-"));
const world = await runningWorld();
/** What Lighthouse found this machine to be, each time. */
const benchmarks: number[] = [];
let isGood = true;
try {
  await seed(world, { share: 0.5 });
  const issue = await issueOf(world, "TypeError: total");
  const pages = { issues: `/projects/${BUSY}`, issue: `/projects/${BUSY}/issues/${issue}` };
  await writeFile(join(folder, "headers.json"), JSON.stringify({ cookie: await session() }));
  for (const [name, path] of Object.entries(pages))
    for (const device of DEVICES) isGood = (await judged(name, path, device)) && isGood;
} finally {
  await world.dispose();
  await rm(folder, { recursive: true, force: true });
}
process.exit(isGood ? 0 : 1);

async function session(): Promise<string> {
  const answer = await fetch(`${world.url}/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ key: world.masterKey }),
  });
  return (answer.headers.get("set-cookie") ?? "").split(";", 1)[0] ?? "";
}

async function judged(name: string, path: string, device: Device): Promise<boolean> {
  const slowdown = device === "phone" ? slowdownOf(middleOf(benchmarks)) : undefined;
  const reports: Report[] = [];
  for (let tries = 0; reports.length < RUNS && tries < TRIES_MAX; tries++) {
    const report = await reported(path, device, slowdown);
    if (report) reports.push(report);
  }
  benchmarks.push(...reports.map(({ environment }) => environment.benchmarkIndex));
  reports.sort((a, b) => a.categories.performance.score - b.categories.performance.score);
  const middle = reports.length === RUNS ? reports[Math.floor(RUNS / 2)] : undefined;
  if (!middle) throw new Error("Lighthouse said nothing");
  const { categories, audits } = middle;
  const { performance, accessibility } = categories;
  const figures = FIGURES.map((figure) => `${figure} ${audits[figure]?.displayValue}`);
  const [score, access] = [performance, accessibility].map(({ score }) => Math.round(score * 100));
  const how = slowdown ? `, ${slowdown}× slower than this machine, of ${middleOf(benchmarks)}` : "";
  console.log(
    `${name} (${device}${how})  performance ${score}, accessibility ${access}; ${figures.join(", ")}`,
  );
  const wanted = WANTED[device];
  return performance.score >= wanted.performance && accessibility.score >= wanted.accessibility;
}

function middleOf(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? 0;
}

async function reported(
  path: string,
  device: Device,
  slowdown: number | undefined,
): Promise<Report | undefined> {
  const output = join(folder, "report.json");
  const options = [
    "--output=json",
    `--output-path=${output}`,
    "--quiet",
    "--only-categories=performance,accessibility",
    `--extra-headers=${join(folder, "headers.json")}`,
    `--chrome-flags=${FLAGS}`,
    ...(device === "desktop" ? ["--preset=desktop"] : []),
    ...(slowdown ? [`--throttling.cpuSlowdownMultiplier=${slowdown}`] : []),
  ];
  try {
    await promisify(execFile)("npx", ["--yes", `lighthouse@${VERSION}`, world.url + path, ...options], {
      cwd: ROOT,
      env: { ...process.env, CHROME_PATH: chromiumPath() },
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return undefined;
  }
  return Report.safeParse(JSON.parse(await readFile(output, "utf8"))).data;
}
