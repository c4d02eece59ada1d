import type { Target } from "../infra/api";
import { healthCheck } from "../infra/health-check";
import { regionalName } from "../infra/names";
import type { RegionContext } from "../infra/regions";
import type { Settings } from "../infra/settings";
import type { Cell } from "./ingest";

const ADDRESS_TYPES = ["A", "AAAA"] as const;

/**
 * The one name that two regions answer. Alias records to AWS targets live 60 s in resolvers, which cannot be
 * changed; with a check every 10 s and three misses a client is elsewhere after 60 to 100 s.
 */
export function failover(settings: Settings, cells: readonly Cell[]): void {
  const { domain, routing } = settings;
  if (!domain) return;
  for (const { region, targets } of cells) {
    if (!targets) continue;
    const { label, provider, name } = region;
    const check = healthCheck(region, domain.name);
    for (const type of ADDRESS_TYPES) {
      const record = { zoneId: domain.zoneId, type };
      new aws.route53.Record(
        `Failover${type}${label}`,
        {
          ...record,
          name: domain.name,
          aliases: [alias(targets.failover)],
          setIdentifier: name,
          healthCheckId: check.id,
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
}

const policy = ({ name, isPrimary }: RegionContext, routing: Settings["routing"]) =>
  routing === "failover"
    ? { failoverRoutingPolicies: [{ type: isPrimary ? "PRIMARY" : "SECONDARY" }] }
    : { latencyRoutingPolicies: [{ region: name }] };

const alias = ({ name, zoneId }: Target) => ({ name, zoneId, evaluateTargetHealth: true });
