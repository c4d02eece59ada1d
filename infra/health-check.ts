import { FAILOVER } from "./failover-pace";
import { regionalName } from "./names";
import type { RegionContext } from "./regions";
import type { Settings } from "./settings";

/** Checkers in three places, the fewest Route 53 takes: each of the others asks as often again. */
const CHECKER_REGIONS = ["us-east-1", "us-west-2", "eu-west-1"];

/** Route 53's check of one region, by that region's own name: on the failover name it would watch whoever answers. */
export function healthCheck(
  { failover }: Pick<Settings, "failover">,
  region: RegionContext,
  failoverName: string,
): aws.route53.HealthCheck {
  const { requestInterval, failureThreshold } = FAILOVER[failover];
  return new aws.route53.HealthCheck(
    `Health${region.label}`,
    {
      fqdn: regionalName(region, failoverName),
      type: "HTTPS",
      port: 443,
      resourcePath: "/health",
      requestInterval,
      failureThreshold,
      regions: CHECKER_REGIONS,
      tags: { Name: `faultline ${region.name}` },
    },
    { provider: region.provider },
  );
}
