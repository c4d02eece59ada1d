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

// `npm run lighthouse`: what Lighthouse says of the pages people look at most, as on a phone with a slow network. It is
// fetched for this run and no dependency: nothing else needs its two hundred packages.

const VERSION = "12.8.2";
const FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run";
const WANTED = { performance: 0.95, accessibility: 1 } as const;

const Score = z.object({ score: z.number() });
const Report = z.object({
  categories: z.object({ performance: Score, accessibility: Score }),
  audits: z.record(
    z.string(),
    z.looseObject({ score: z.number().nullish(), displayValue: z.string().optional() }),
  ),
});

const folder = await mkdtemp(join(tmpdir(), "faultline-lighthouse-"));
const world = await runningWorld();
let isGood = true;
try {
  await seed(world, { share: 0.5 });
  const issue = await issueOf(world, "TypeError: total");
  const pages = { issues: `/projects/${BUSY}`, issue: `/projects/${BUSY}/issues/${issue}` };
  const cookie = await session();
  for (const [name, path] of Object.entries(pages)) isGood = (await judged(name, path, cookie)) && isGood;
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

async function judged(name: string, path: string, cookie: string): Promise<boolean> {
  const output = join(folder, `${name}.json`);
  const headers = join(folder, "headers.json");
  await writeFile(headers, JSON.stringify({ cookie }));
  const options = [
    "--output=json",
    `--output-path=${output}`,
    "--quiet",
    "--only-categories=performance,accessibility",
  ];
  await promisify(execFile)(
    "npx",
    [
      "--yes",
      `lighthouse@${VERSION}`,
      world.url + path,
      ...options,
      `--extra-headers=${headers}`,
      `--chrome-flags=${FLAGS}`,
    ],
    { cwd: ROOT, env: { ...process.env, CHROME_PATH: chromiumPath() } },
  );
  const { categories, audits } = Report.parse(JSON.parse(await readFile(output, "utf8")));
  const figures = [
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
  ];
  console.log(
    name,
    `performance ${categories.performance.score * 100}, accessibility ${categories.accessibility.score * 100};`,
    figures.map((figure) => `${figure} ${audits[figure]?.displayValue}`).join(", "),
  );
  const { performance, accessibility } = categories;
  return performance.score >= WANTED.performance && accessibility.score >= WANTED.accessibility;
}
