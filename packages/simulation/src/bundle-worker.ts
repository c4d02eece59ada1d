import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

/** A change of the source: in the one file whose path ends so, the one place where `find` stands. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

interface BundledWorker {
  readonly file: string;
  remove(): Promise<void>;
}

const entry = new URL("./worker.ts", import.meta.url).pathname;
// Packages in CommonJS among the dependencies ask for Node's own modules by `require`.
const REQUIRE =
  'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/**
 * The simulation's worker and all the code it runs in one file, which starts and runs faster than the sources. With an
 * edit, a copy of the code with that one bug in it. Throws unless the edit fits exactly one place.
 */
export async function bundleWorker(edit?: Edit): Promise<BundledWorker> {
  const folder = await mkdtemp(join(tmpdir(), "faultline-simulate-"));
  const file = join(folder, "worker.mjs");
  const edited = { count: 0 };
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    banner: { js: REQUIRE },
    logLevel: "error",
    plugins: edit ? [editing(edit, edited)] : [],
  });
  if (edit && edited.count !== 1) throw new Error(`${edit.file} was edited ${edited.count} times`);
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}

const editing = ({ file, find, replace }: Edit, edited: { count: number }): Plugin => ({
  name: "edit",
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      if (!path.endsWith(file)) return undefined;
      const source = await readFile(path, "utf8");
      const places = source.split(find).length - 1;
      if (places !== 1) throw new Error(`${file} has ${places} places to edit`);
      edited.count += 1;
      return { contents: source.replace(find, () => replace), loader: "ts" };
    });
  },
});
