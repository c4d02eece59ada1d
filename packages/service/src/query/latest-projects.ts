import type { Ports } from "../ports.js";
import { isOfEarlierFormat } from "../projection/series/rewrite.js";
import { readSeries } from "../projection/series/series.js";
import { projectPartition, SINGLE } from "../table/layout.js";

interface LatestProject {
  readonly project: string;
  /** The time of its last event; no issue of it was seen later. Without end where the view does not know it. */
  readonly last: number;
}

/**
 * Projects, the one in which something happened last first. A project's events are counted beside its issues', so what a view takes
 * in at this moment may not be in it yet.
 */
export async function latestProjects(
  { view }: Pick<Ports, "view">,
  projects: readonly string[],
): Promise<readonly LatestProject[]> {
  const keys = projects.map((project) => ({ pk: projectPartition(project), sk: SINGLE }));
  const rows = new Map((await view.getMany(keys)).map((item) => [item.pk, item]));
  const latest = projects.map((project) => {
    const series = readSeries(rows.get(projectPartition(project)));
    // An earlier format may tell another time of an event than its issue does.
    const isKnown = series.total > 0 && !isOfEarlierFormat(series);
    return { project, last: isKnown ? series.last : Number.POSITIVE_INFINITY };
  });
  return latest.sort((a, b) => b.last - a.last || 0);
}
