import { execFile, execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as z from "zod";
import { at, type Finding, rounded } from "./finding.js";

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAIRS = 3;

const Figures = z.record(z.string(), z.number());
const Told = z.looseObject({ machine: z.unknown() }).transform(({ machine: _, ...benches }) => benches);

/** The same benchmarks, as they are here, over an earlier commit's code and over this one's, in turn. */
export async function before(commit: string, benches: readonly string[]): Promise<Finding> {
  const earlier = await earlierTree(commit);
  const found = { before: [] as Figure[], now: [] as Figure[] };
  for (let pair = 0; pair < PAIRS; pair++) {
    // Each as often first as second, but for the last pair of an odd number.
    const order = pair % 2 === 0 ? (["before", "now"] as const) : (["now", "before"] as const);
    for (const which of order)
      found[which].push(...(await figures(which === "now" ? ROOT : earlier, benches)));
  }
  const names = [...new Set(found.now.map(({ name }) => name))];
  const middle = (of: readonly Figure[], name: string): number =>
    at(
      of.filter((one) => one.name === name).map(({ value }) => value),
      0.5,
    );
  const rows = names.map((name) => ({
    figure: name,
    before: rounded(middle(found.before, name), 4),
    now: rounded(middle(found.now, name), 4),
    "now ÷ before": rounded(middle(found.now, name) / middle(found.before, name)),
  }));
  return {
    title: `Now, and before (${commit})`,
    rows,
    notes: [`${PAIRS} runs of each, in turn; the middle one. The programs that measure are today's in both.`],
    figures: Object.fromEntries(rows.map((row) => [`${row.figure} ÷ before`, row["now ÷ before"]])),
  };
}

interface Figure {
  readonly name: string;
  readonly value: number;
}

async function figures(root: string, benches: readonly string[]): Promise<Figure[]> {
  const running = run(process.execPath, ["--import", "tsx", "bench/run.ts", ...benches], {
    cwd: root,
    maxBuffer: 2 ** 26,
  });
  const { stdout } = await running.catch((error: Error) => {
    // Bundles stand in messages whole.
    throw new Error(`${root}: ${error.message.slice(-2_000)}`);
  });
  const last = stdout.trim().split("\n").at(-1) ?? "";
  return Object.entries(Told.parse(JSON.parse(last))).flatMap(([bench, some]) =>
    Object.entries(Figures.parse(some)).map(([name, value]) => ({ name: `${bench} ${name}`, value })),
  );
}

/** The commit's files with what they depend on, made once and kept in the folder for temporary files; with the benchmarks of today. */
async function earlierTree(commit: string): Promise<string> {
  const hash = execFileSync("git", ["rev-parse", `${commit}^{commit}`], {
    cwd: ROOT,
    encoding: "utf8",
  }).trim();
  const folder = join(tmpdir(), "faultline-bench-before", hash);
  if (!existsSync(join(folder, "node_modules"))) {
    process.stderr.write(`setting up ${hash}\n`);
    mkdirSync(folder, { recursive: true });
    const archive = join(folder, "commit.tar");
    await run("git", ["archive", "--output", archive, hash], { cwd: ROOT });
    await run("tar", ["-xf", archive], { cwd: folder });
    await run("npm", ["ci", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: folder });
  }
  rmSync(join(folder, "bench"), { recursive: true, force: true });
  cpSync(join(ROOT, "bench"), join(folder, "bench"), { recursive: true });
  return folder;
}
