import { METRICS } from "@faultline/service/metrics";
import { codeFiles, isTest } from "../repository/source.js";

/** What is bundled into functions; on one machine, other code emits besides. */
const ON_AWS = /^packages\/(service|aws|functions)\//;
const EMITS = /\.(?:count|measure)\(\s*METRICS\.(\w+)/g;

/** The names of all metrics that code on AWS emits under their constants. */
export function emittedMetrics(): ReadonlySet<string> {
  const names: Readonly<Record<string, string>> = METRICS;
  const files = codeFiles().filter(({ path }) => ON_AWS.test(path) && !isTest(path));
  const constants = files.flatMap(({ text }) =>
    [...text.matchAll(EMITS)].map(([, constant]) => constant ?? ""),
  );
  return new Set(constants.flatMap((constant) => names[constant] ?? []));
}
