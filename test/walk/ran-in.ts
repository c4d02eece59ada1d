import type { Profiler } from "node:inspector";
import { fileURLToPath } from "node:url";

/** What an event's way is counted in: adapters, tests and what others wrote are not. */
const OURS = /\/packages\/(?:core|protocols|service)\/src\/.+\.ts$/;
/** Before a function that is given a name as it is loaded: `const taken = __name(`. */
const NAMED = /\b(?:const|let)\s+([\w$]+)\s*=\s*(?:\/\*.*?\*\/\s*)?(?:__name\(\s*)?$/;
const NAME_CHARS_MAX = 120;

/** The files of ours in which something ran, and the names of what did. Arrows without a name belong to what they stand in. */
export async function ranIn(
  coverage: readonly Profiler.ScriptCoverage[],
  sourceOf: (url: string) => Promise<string>,
): Promise<readonly { readonly file: string; readonly names: readonly string[] }[]> {
  const ours = coverage.filter(({ url }) => url.startsWith("file:") && OURS.test(fileURLToPath(url)));
  const ran = ours.map(async ({ url, functions }) => {
    const source = await sourceOf(url);
    const names = functions.filter(hasRun).flatMap((one) => nameOf(one, source) ?? []);
    return { file: url.replace(/^.*\/packages\//, "").replace("/src/", "/"), names };
  });
  return (await Promise.all(ran)).filter(({ names }) => names.length > 0);
}

const hasRun = ({ ranges }: Profiler.FunctionCoverage): boolean => (ranges[0]?.count ?? 0) > 0;

function nameOf({ functionName, ranges }: Profiler.FunctionCoverage, source: string): string | undefined {
  if (functionName.startsWith("__") || functionName.startsWith("<")) return undefined;
  if (functionName !== "") return functionName;
  const start = ranges[0]?.startOffset ?? 0;
  return NAMED.exec(source.slice(Math.max(0, start - NAME_CHARS_MAX), start))?.[1];
}
