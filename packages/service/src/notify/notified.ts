import { groupBy } from "@faultline/core/group-by";
import type { Ports } from "../ports.js";
import { latestByDestination, type Told, toldIn, toldKey } from "./told.js";

/** Who was told of these issues, by issue, latest first. */
export async function notifiedOf(
  ports: Pick<Ports, "log" | "regions">,
  project: string,
  issues: readonly string[],
): Promise<ReadonlyMap<string, readonly Told[]>> {
  const keys = issues.flatMap((issue) => ports.regions.map((region) => toldKey(project, issue, region)));
  const items = await ports.log.getMany(keys);
  const byIssue = groupBy(items, ({ pk }) => pk.slice(pk.lastIndexOf("#") + 1));
  return new Map([...byIssue].map(([issue, rows]) => [issue, latestByDestination(rows.flatMap(toldIn))]));
}
