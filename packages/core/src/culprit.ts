import { functionName } from "./grouping/v1/function-name.js";
import type { Report } from "./report.js";

/** Where it happened, for a list: `function (file)` of the innermost frame of the team's code, else the transaction. */
export function culprit(
  report: Pick<Report, "exceptions" | "transaction"> & { readonly culprit?: string | undefined },
): string {
  if (report.culprit !== undefined) return report.culprit;
  const frames = report.exceptions[0]?.frames ?? [];
  const frame = frames.find((candidate) => candidate.inApp) ?? frames[0];
  if (!frame) return report.transaction ?? "";
  return functionName(frame.function) === "" ? frame.file : `${frame.function} (${frame.file})`;
}
