import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import * as z from "zod";
import { BUNDLES } from "./build-bundle.js";

const Printed = z.looseObject({ stdout: z.string().min(1) });
/** Longer than the program's own, so that its reason is heard. */
const TIMEOUT = 660_000;

const built = new Map<string, Promise<string>>();

/**
 * Runs one of this folder's programs in a process of its own, told `input` by stdin, and gives back its last line.
 * It is bundled first: a loader of TypeScript would cost every run more than its work.
 */
export async function runAlone(
  name: "program" | "invoke-program",
  input: unknown,
  env: NodeJS.ProcessEnv,
): Promise<unknown> {
  const bundled = built.get(name) ?? bundle(name);
  built.set(name, bundled);
  const options = { timeout: TIMEOUT, maxBuffer: 256 * 1024 * 1024, env };
  const running = promisify(execFile)(process.execPath, [await bundled], options);
  running.child.stdin?.end(JSON.stringify(input));
  // Pulumi ends its process with 1 after a fault; what it printed says more.
  const { stdout } = await running.catch((error: unknown) => {
    const printed = Printed.safeParse(error);
    if (!printed.success) throw error;
    return printed.data;
  });
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
}

/** Beside the functions' bundles, as deep in the repository as its source. */
async function bundle(name: string): Promise<string> {
  const outfile = join(BUNDLES, `${name}.${process.pid}.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "silent",
  });
  return outfile;
}
