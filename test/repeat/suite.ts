import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import * as z from "zod";
import { ROOT } from "../repository/source.js";
import type { Place } from "./ways.js";

const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");

export interface SuiteResult {
  readonly passed: number;
  /** `file > test`, or what else went wrong. */
  readonly failed: readonly string[];
  readonly seconds: number;
}

interface Suite {
  readonly place: Place;
  /** Path of the log, without its ending. */
  readonly log: string;
  readonly args: readonly string[];
}

/** Runs vitest once, to its end. Its output is kept beside its results. */
export async function suite({ place, log, args }: Suite): Promise<SuiteResult> {
  const json = `${log}.json`;
  rmSync(json, { force: true });
  const start = performance.now();
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${json}`];
  const { code } = await ran(place, ["run", ...reporters, ...args], `${log}.log`);
  const seconds = (performance.now() - start) / 1000;
  const read = existsSync(json) ? resultsIn(readFileSync(json, "utf8")) : { passed: 0, failed: [] };
  // Something beside the tests: a process that could not start, an error nobody caught.
  const isUnexplained = code !== 0 && read.failed.length === 0;
  return {
    ...read,
    failed: isUnexplained ? [`vitest ended with ${code}; see ${log}.log`] : read.failed,
    seconds,
  };
}

/** The test files that a run with these arguments has, as paths from the root. */
export async function filesOf(place: Place, args: readonly string[]): Promise<string[]> {
  const { code, printed } = await ran(place, ["list", "--filesOnly", "--json", ...args]);
  if (code !== 0) throw new Error(`the test files could not be listed:\n${printed}`);
  const files = z.array(z.object({ file: z.string() })).parse(JSON.parse(printed));
  return [...new Set(files.map(({ file }) => relative(ROOT, file)))];
}

const Results = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** What vitest's JSON tells. A file that failed without any test of its own counts as one. */
export function resultsIn(json: string): { passed: number; failed: string[] } {
  const { testResults } = Results.parse(JSON.parse(json));
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = testResults.flatMap(({ name, status, assertionResults }) => {
    const file = relative(ROOT, name);
    const tests = assertionResults.filter((one) => one.status === "failed");
    if (tests.length === 0 && status === "failed") return [file];
    return tests.map(({ fullName }) => `${file} > ${fullName}`);
  });
  return { passed: all.filter(({ status }) => status === "passed").length, failed };
}

async function ran(
  place: Place,
  args: readonly string[],
  log?: string,
): Promise<{ code: number; printed: string }> {
  const [program = "", ...before] = place.command;
  const child = spawn(program, [...before, VITEST, ...args], { cwd: ROOT, env: place.environment });
  const file = log === undefined ? undefined : createWriteStream(log);
  let printed = "";
  child.stdout.on("data", (chunk: Buffer) => {
    if (file) file.write(chunk);
    else printed += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => file?.write(chunk));
  const [code] = await once(child, "close");
  file?.end();
  return { code: code ?? 1, printed };
}
