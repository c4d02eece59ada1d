import { groupBy } from "@faultline/core/group-by";
import type { Ports } from "../ports.js";
import { issueOf } from "../table/layout.js";
import { latestByDestination, type Told, toldIn, toldKey } from "./told.js";

/** Who was told of these issues, by issue, latest first. */
export async function notifiedOf(
  ports: Pick<Ports, "log" | "regions">,
  project: string,
  issues: readonly string[],
): Promise<ReadonlyMap<string, readonly Told[]>> {
  const keys = issues.flatMap((issue) => ports.regions.map((region) => toldKey(project, issue, region)));
  const items = await ports.log.getMany(keys);
  const byIssue = groupBy(items, issueOf);
  return new Map([...byIssue].map(([issue, rows]) => [issue, latestByDestination(rows.flatMap(toldIn))]));
}
