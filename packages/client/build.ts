import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

// Makes `dist/`, which is what an application installs: a file for Node, a file for browsers, and their types.

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const common = { bundle: true, format: "esm", outdir: here("dist"), legalComments: "none" } as const;

rmSync(here("dist"), { recursive: true, force: true });
await build({ ...common, entryPoints: [here("src/node.ts")], platform: "node", target: "node20" });
await build({
  ...common,
  entryPoints: [here("src/browser.ts")],
  platform: "browser",
  target: "es2022",
  minify: true,
});
execFileSync("tsc", ["-p", here("tsconfig.json")], { stdio: "inherit" });
