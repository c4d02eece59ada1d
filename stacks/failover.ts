import type { Target } from "../infra/api";
import { healthCheck } from "../infra/health-check";
import { regionalName } from "../infra/names";
import type { RegionContext } from "../infra/regions";
import type { Settings } from "../infra/settings";
import type { Cell } from "./ingest";

const ADDRESS_TYPES = ["A", "AAAA"] as const;

/**
 * The one name that two regions answer. Alias records to AWS targets live 60 s in resolvers, which cannot be
 * changed; see FAILOVER for how long it takes before. A secondary's record has no health check: it is what answers when the
 * primary does not, with nothing behind it. Gives back the health checks' ids by region.
 */
export function failover(
  settings: Settings,
  cells: readonly Cell[],
): ReadonlyMap<string, $util.Output<string>> {
  const { domain, routing } = settings;
  const checks = new Map<string, $util.Output<string>>();
  if (!domain) return checks;
  for (const { region, targets } of cells) {
    if (!targets) continue;
    const { label, provider, name } = region;
    const isChecked = region.isPrimary || routing === "active-active";
    const check = isChecked ? healthCheck(settings, region, domain.name) : undefined;
    if (check) checks.set(name, check.id);
    for (const type of ADDRESS_TYPES) {
      const record = { zoneId: domain.zoneId, type };
      new aws.route53.Record(
        `Failover${type}${label}`,
        {
          ...record,
          name: domain.name,
          aliases: [alias(targets.failover)],
          setIdentifier: name,
          healthCheckId: check?.id,
          ...policy(region, routing),
        },
        { provider },
      );
      new aws.route53.Record(
        `Regional${type}${label}`,
        { ...record, name: regionalName(region, domain.name), aliases: [alias(targets.regional)] },
        { provider },
      );
    }
  }
  return checks;
}

const policy = ({ name, isPrimary }: RegionContext, routing: Settings["routing"]) =>
  routing === "failover"
    ? { failoverRoutingPolicies: [{ type: isPrimary ? "PRIMARY" : "SECONDARY" }] }
    : { latencyRoutingPolicies: [{ region: name }] };

const alias = ({ name, zoneId }: Target) => ({ name, zoneId, evaluateTargetHealth: true });
