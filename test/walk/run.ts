import type { Debugger } from "node:inspector";
import { Session } from "node:inspector/promises";
import { httpWorld, MASTER, oneError } from "@faultline/testing/http-world";
import { ranIn } from "./ran-in.js";

// `npm run walk`: one event on its way through the real code, in a region in memory. Counts the files of packages/core,
// protocols and service in which something runs, and the named functions that do, at each step; `-- --names` lists them.

const session = new Session();
const scripts = new Map<string, string>();
session.connect();
session.on("Debugger.scriptParsed", ({ params }: { params: Debugger.ScriptParsedEventDataType }) =>
  scripts.set(params.url, params.scriptId),
);
await session.post("Debugger.enable");
await session.post("Profiler.enable");
await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: false });

const { region, app, post } = httpWorld();
const frame = { file: "/app/cart.js", line: 1, column: 2, function: "total", in_app: true };
const error = (message: string) => oneError(message, { backtrace: [frame] });
const list = () => app.request("/v1/projects/shop/issues", { headers: MASTER });

async function sourceOf(url: string): Promise<string> {
  const { scriptSource } = await session.post("Debugger.getScriptSource", {
    scriptId: scripts.get(url) ?? "",
  });
  return scriptSource;
}

/** Prints what ran during the work. */
async function walked(step: string, work: () => unknown): Promise<void> {
  await session.post("Profiler.takePreciseCoverage");
  await work();
  const { result } = await session.post("Profiler.takePreciseCoverage");
  const ran = await ranIn(result, sourceOf);
  const total = ran.reduce((sum, { names }) => sum + names.length, 0);
  console.log(`${step}: ${ran.length} files, ${total} functions`);
  if (!process.argv.includes("--names")) return;
  for (const { file, names } of ran) console.log(`  ${file}: ${names.join(", ")}`);
}

// The project is there, and what is read once in a process was read.
await post(error("an error before"));
await region.settle();
await list();

await walked("POST", () => post(error("it broke")));
await walked("reduce", () => region.settle());
await walked("list", list);
