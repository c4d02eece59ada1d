import type { Report, Thrown } from "@faultline/core/report";
import { type MapPorts, mapCache } from "./map-cache.js";
import { mayBeMinified } from "./may-be-minified.js";

type Traced = Pick<Report, "exceptions" | "release">;

/**
 * The report with minified frames as their source maps tell them: file, line, function and code. Frame by frame: one
 * without a map stays as it came. The same object when nothing changed.
 */
export async function withOriginals<T extends Traced>(
  ports: MapPorts,
  project: string,
  report: T,
): Promise<T> {
  const isScript = report.exceptions.some(({ frames }) => frames.some(mayBeMinified));
  if (!isScript || !(await mapCache(ports).hasAny(project))) return report;
  // Few projects have maps: what reads them is no part of a process' start.
  const { originalsOf } = await import("./originals.js");
  const exceptions: Thrown[] = [];
  for (const thrown of report.exceptions)
    exceptions.push(await originalsOf(ports, project, thrown, report.release));
  const isChanged = exceptions.some((thrown, index) => thrown !== report.exceptions[index]);
  return isChanged ? { ...report, exceptions } : report;
}
