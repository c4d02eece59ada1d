import { GetHealthCheckStatusCommand, type Route53Client } from "@aws-sdk/client-route-53";
import type { ChecksRow } from "@faultline/service/monitoring/rows";
import type { Region } from "@faultline/service/ports";
import { translated } from "./errors.js";

/** Route 53 takes a region for healthy while more than this part of its checkers do. */
const HEALTHY_PART = 0.18;

/**
 * What Route 53's checkers see of each region, by the id of its health check.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHealthCheckStatus.html
 */
export async function readHealthChecks(
  client: Route53Client,
  checks: ReadonlyMap<Region, string>,
): Promise<ChecksRow["checks"]> {
  const read = [...checks].map(async ([region, id]) => {
    const { HealthCheckObservations = [] } = await client
      .send(new GetHealthCheckStatusCommand({ HealthCheckId: id }))
      .catch((error: unknown) => {
        throw translated(error);
      });
    const reports = HealthCheckObservations.map(({ StatusReport }) => StatusReport);
    const good = reports.filter((report) => report?.Status?.startsWith("Success")).length;
    const at = Math.max(0, ...reports.map((report) => report?.CheckedTime?.getTime() ?? 0));
    // A check made just now has no observations yet: nothing can be said of it.
    return reports.length === 0 ? [] : [{ region, healthy: good / reports.length > HEALTHY_PART, at }];
  });
  return (await Promise.all(read)).flat();
}
