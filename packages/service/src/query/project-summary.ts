import type { Point } from "@faultline/core/timeline";
import type { Ports } from "../ports.js";
import { HOUR } from "../projection/series/hours.js";
import { readSeries } from "../projection/series/series.js";
import { listPartition, projectPartition, SINGLE } from "../table/layout.js";
import { queryAll } from "../table/query-all.js";
import { LISTS_OF } from "./listing.js";
import { timeline } from "./timeline.js";

export interface ProjectSummary {
  readonly unresolved: number;
  /** There are at least so many; counting stopped. */
  readonly unresolvedCapped: boolean;
  readonly events: number;
  readonly lastEventAt: number | undefined;
  readonly last24h: readonly Point[];
}

const UNRESOLVED_MAX = 1000;

/** What the list of projects shows of one. */
export async function projectSummary(
  ports: Pick<Ports, "view" | "clock">,
  project: string,
): Promise<ProjectSummary> {
  const now = ports.clock.now();
  const series = readSeries(await ports.view.get({ pk: projectPartition(project), sk: SINGLE }));
  const last24h = await timeline(ports, { project, from: now - 23 * HOUR, to: now, unit: "hour" });
  const unresolved = await countUnresolved(ports, project);
  return {
    unresolved,
    unresolvedCapped: unresolved === UNRESOLVED_MAX,
    events: series.total,
    lastEventAt: series.total > 0 ? series.last : undefined,
    last24h,
  };
}

async function countUnresolved(ports: Pick<Ports, "view">, project: string): Promise<number> {
  let count = 0;
  for (const list of LISTS_OF.unresolved) {
    for await (const row of queryAll(ports.view, { pk: listPartition(project, list) })) {
      if (row.until === undefined) count++;
      if (count === UNRESOLVED_MAX) return count;
    }
  }
  return count;
}
