import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { chromiumPath } from "../chromium.js";
import { ROOT } from "../repository/source.js";
import { runningWorld } from "../stories/running-world.js";
import { BUSY, issueOf, seed } from "./seed.js";

// `npm run lighthouse`: what Lighthouse says of the pages people look at most, on a desk and as on a phone with a slow
// network and a quarter of this processor. A figure is the middle one of three runs. Lighthouse is fetched for this run
// and no dependency: nothing else needs its two hundred packages.

const VERSION = "12.8.2";
const FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run";
const RUNS = 3;
/** The least that will do. A phone's figure follows the machine it is computed on, so none is asked of it. */
const WANTED = {
  desktop: { performance: 0.95, accessibility: 1 },
  phone: { performance: 0, accessibility: 1 },
} as const;
type Device = keyof typeof WANTED;

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
  categories: z.object({ performance: Score, accessibility: Score }),
  audits: z.record(
    z.string(),
    z.looseObject({ score: z.number().nullish(), displayValue: z.string().optional() }),
  ),
});

type Report = z.infer<typeof Report>;

const folder = await mkdtemp(join(tmpdir(), "faultline-lighthouse-"));
const world = await runningWorld();
let isGood = true;
try {
  await seed(world, { share: 0.5 });
  const issue = await issueOf(world, "TypeError: total");
  const pages = { issues: `/projects/${BUSY}`, issue: `/projects/${BUSY}/issues/${issue}` };
  await writeFile(join(folder, "headers.json"), JSON.stringify({ cookie: await session() }));
  for (const [name, path] of Object.entries(pages))
    for (const device of ["desktop", "phone"] as const) isGood = (await judged(name, path, device)) && isGood;
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
  const reports: Report[] = [];
  for (let run = 0; run < RUNS; run++) reports.push(await reported(path, device));
  reports.sort((a, b) => a.categories.performance.score - b.categories.performance.score);
  const middle = reports[Math.floor(RUNS / 2)];
  if (!middle) throw new Error("Lighthouse said nothing");
  const { categories, audits } = middle;
  const { performance, accessibility } = categories;
  const figures = FIGURES.map((figure) => `${figure} ${audits[figure]?.displayValue}`);
  console.log(
    `${name} (${device})  performance ${Math.round(performance.score * 100)},`,
    `accessibility ${Math.round(accessibility.score * 100)}; ${figures.join(", ")}`,
  );
  const wanted = WANTED[device];
  return performance.score >= wanted.performance && accessibility.score >= wanted.accessibility;
}

async function reported(path: string, device: Device): Promise<Report> {
  const output = join(folder, "report.json");
  const options = [
    "--output=json",
    `--output-path=${output}`,
    "--quiet",
    "--only-categories=performance,accessibility",
    `--extra-headers=${join(folder, "headers.json")}`,
    `--chrome-flags=${FLAGS}`,
    ...(device === "desktop" ? ["--preset=desktop"] : []),
  ];
  await promisify(execFile)("npx", ["--yes", `lighthouse@${VERSION}`, world.url + path, ...options], {
    cwd: ROOT,
    env: { ...process.env, CHROME_PATH: chromiumPath() },
  });
  return Report.parse(JSON.parse(await readFile(output, "utf8")));
}
