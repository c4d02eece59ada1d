import { baseName } from "./grouping/v1/base-name.js";
import { functionName } from "./grouping/v1/function-name.js";
import { deciding } from "./grouping/v2/deciding.js";
import { isNoFile } from "./grouping/v2/file-name.js";
import type { Report } from "./report.js";

/** Class and message of the error that decides, where it is not the outermost. */
export function headingOf(report: Report): { type: string; message: string } | undefined {
  const decides = deciding(report);
  if (decides === undefined || decides === report.exceptions[0]) return undefined;
  const { type, message } = decides;
  return { type, message };
}

/** Where it happened, for a list: `function (file)` of the innermost frame of the team's code in the error that decides, else the transaction. */
export function culprit(
  report: Pick<Report, "exceptions" | "transaction"> & { readonly culprit?: string | undefined },
): string {
  if (report.culprit !== undefined) return report.culprit;
  const frames = deciding(report)?.frames ?? [];
  const frame = frames.find((candidate) => candidate.inApp) ?? frames[0];
  if (!frame) return report.transaction ?? "";
  const { file, module = file, package: binary = "", offset = "" } = frame;
  const place = (isNoFile(file) ? module : file) || [baseName(binary), offset].filter(Boolean).join("+");
  if (functionName(frame.function) === "") return place;
  return place === "" ? (frame.function ?? "") : `${frame.function} (${place})`;
}
