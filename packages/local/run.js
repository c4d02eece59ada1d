import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// `node packages/local/run.js serve`: runs a program of this package as one bundle, made when its sources have changed. From its
// sources, through tsx, a process takes 70 MB and two seconds of a processor more. In JavaScript, since nothing translates it.

const PROGRAMS = new Map([
  ["start", "start.ts"],
  ["serve", "serve.ts"],
  ["region", "region/region.ts"],
  ["fold", "region/fold-worker.ts"],
  ["site", "site.ts"],
]);
const PACKAGES = join(import.meta.dirname, "..");
const SOURCES = ["core", "destinations", "local", "protocols", "service"];
const BUNDLES = join(import.meta.dirname, "dist");
/** Who runs from the last but one may still load parts of it. */
const KEPT_BUNDLES = 2;

const program = process.argv[2] ?? "";
const source = PROGRAMS.get(program);
if (source === undefined) {
  console.error(`There is no program ${program}; there are ${[...PROGRAMS.keys()].join(", ")}.`);
  process.exit(2);
}
const bundle = await bundled().catch(reportUnbundled);
if (bundle) {
  process.setSourceMapsEnabled(true);
  await import(pathToFileURL(join(bundle, `${program}.js`)).href);
} else {
  const { register } = await import("tsx/esm/api");
  register();
  await import(`./src/${source}`);
}

/** The folder with the bundles of these sources. */
async function bundled() {
  const lock = statSync(join(PACKAGES, "../package-lock.json")).mtimeMs;
  const changed = Math.max(lock, ...SOURCES.map((name) => changedAt(join(PACKAGES, name, "src"))));
  const folder = join(BUNDLES, Math.floor(changed).toString(36));
  if (!existsSync(folder)) await bundleInto(folder);
  return folder;
}

/** @param {string} folder */
async function bundleInto(folder) {
  const { buildSync } = await import("esbuild");
  // Beside it, and moved there whole: another process may want the same at the same time.
  const made = join(BUNDLES, `made-by-${process.pid}`);
  mkdirSync(BUNDLES, { recursive: true });
  buildSync({
    entryPoints: [...PROGRAMS].map(([out, file]) => ({
      in: join(import.meta.dirname, "src", file),
      out,
    })),
    outdir: made,
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["lmdb"],
    sourcemap: true,
    sourcesContent: false,
    // Packages in CommonJS among the dependencies ask for Node's own modules by `require`.
    banner: {
      js: 'import { createRequire as requireHere } from "node:module"; const require = requireHere(import.meta.url);',
    },
    logLevel: "silent",
  });
  try {
    renameSync(made, folder);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  removeOld();
}

function removeOld() {
  const made = readdirSync(BUNDLES).filter((name) => !name.startsWith("made-by-"));
  const folders = made.map((name) => join(BUNDLES, name));
  const byAge = folders.toSorted((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of byAge.slice(KEPT_BUNDLES)) rmSync(old, { recursive: true, force: true });
}

/**
 * When the latest of a folder's sources was changed, removals included: they change the folder itself.
 * @param {string} folder
 * @returns {number}
 */
function changedAt(folder) {
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? changedAt(path) : statSync(path).mtimeMs;
  });
  return Math.max(statSync(folder).mtimeMs, ...times);
}

/** @param {unknown} error */
function reportUnbundled(error) {
  console.error(
    `Faultline runs from its sources, which takes more memory: ${error instanceof Error ? error.message : error}`,
  );
  return undefined;
}
