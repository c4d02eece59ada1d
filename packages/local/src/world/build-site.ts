import { spawn } from "node:child_process";
import { readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import { ENDINGS } from "@faultline/service/http/site-folder";

const ROOT = join(import.meta.dirname, "../../../..");
const WEB = join(ROOT, "packages/web");

/** Where the built pages lie. */
export const SITE_FOLDER = join(WEB, "dist");

/** What is made from the sources, or not by us. */
const NO_SOURCES = /^(dist|node_modules|\.)/;
const COMPRESSED = /\.(html|js|css|svg|json|webmanifest|txt)$/;
/** Smaller ones go into one packet either way. */
const COMPRESSED_BYTES_MIN = 1024;

/** Builds the pages when they are missing or older than their sources. `print` hears that it begins, and how it ended. */
export async function buildSite(print: (line: string) => void): Promise<void> {
  if (builtAt() >= changedAt(WEB)) return;
  print("building the pages; this is done once after each change and takes some seconds …");
  const start = performance.now();
  // Beside the folder in use, so that a build that fails leaves what there was.
  const made = join(WEB, `dist.${process.pid}`);
  try {
    await vite(made);
    await compressAll(made);
    replace(made);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  print(`the pages are built, in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function replace(made: string): void {
  rmSync(SITE_FOLDER, { recursive: true, force: true });
  try {
    renameSync(made, SITE_FOLDER);
  } catch (error) {
    // Another build of the same sources may have come first.
    if (builtAt() < changedAt(WEB)) throw error;
  }
}

/** The same for a start, which goes on without pages when they cannot be built: taking in errors comes first. */
export async function buildSiteIfPossible(): Promise<void> {
  await buildSite(console.log).catch((error: unknown) => {
    console.error(`${error instanceof Error ? error.message : error}\nFaultline starts without its pages.`);
  });
}

const builtAt = (): number =>
  statSync(join(SITE_FOLDER, "index.html"), { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** When a folder's latest source was changed, removals included: they change the folder itself. */
function changedAt(folder: string): number {
  const own = folder === WEB ? [] : [statSync(folder).mtimeMs];
  const times = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (folder === WEB && NO_SOURCES.test(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? changedAt(path) : statSync(path).mtimeMs;
  });
  return Math.max(0, ...own, ...times);
}

/** Runs the package's own build. Rejects with what it printed. */
function vite(folder: string): Promise<void> {
  const command = ["run", "build", "--silent", "--workspace", "packages/web", "--", "--outDir", folder];
  const child = spawn("npm", command, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  const collect = (chunk: Buffer): void => {
    printed += chunk.toString();
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the pages cannot be built:\n${printed}`));
    });
  });
}

/** Compressed once here, rather than for every answer. */
async function compressAll(folder: string): Promise<void> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => COMPRESSED.test(name)).map((name) => join(folder, name));
  for (const file of files) {
    const bytes = await readFile(file);
    if (bytes.length < COMPRESSED_BYTES_MIN) continue;
    await writeFile(file + ENDINGS.br, await promisify(brotliCompress)(bytes));
    await writeFile(file + ENDINGS.gzip, await promisify(gzip)(bytes, { level: 9 }));
  }
}
