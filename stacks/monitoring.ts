import { chosenAlarms } from "../infra/alarm-choice";
import { forwardAlarms, watchAlarms } from "../infra/alarm-events";
import { UNHEALTHY } from "../infra/alarms";
import { replicationRule } from "../infra/buckets";
import { dashboard, type Measured } from "../infra/dashboard";
import { lastResort } from "../infra/last-resort";
import { logSubscription } from "../infra/log-subscription";
import { type AlarmPlace, metricAlarm } from "../infra/metric-alarm";
import { functionsAtOnce } from "../infra/quota";
import { type RegionContext, regionOf } from "../infra/regions";
import type { Settings } from "../infra/settings";
import { ownStore, type Store } from "../infra/store";
import { watchFunction } from "../infra/watch-function";
import type { Cell } from "./ingest";

interface Watched {
  readonly cells: readonly Cell[];
  readonly store: Store;
  /** Ids of Route 53's health checks, by region; none without a domain. */
  readonly healthChecks: ReadonlyMap<string, $util.Output<string>>;
}

/** Route 53's metrics are in this region alone, wherever what they are about lies. */
const ROUTE_53_REGION = "us-east-1";

/**
 * Faultline watches itself: each region judges its own metrics, and what changes goes to `watch` in the other region
 * and in its own, both of which make the same issue of it.
 */
export function monitoring(settings: Settings, { cells, store, healthChecks }: Watched): void {
  const regions = cells.map(({ region }) => region);
  const alarms = cells.flatMap((cell) => {
    const { region } = cell;
    const other = otherThan(region, regions);
    const watch = watchFunction(settings, { cell, store, healthChecks });
    for (const { region: where, name } of settings.monitoring.functions)
      if (where === region.name) logSubscription(region, name, watch);
    // When its alarm fires there is still room for a fifth more.
    const crowded = functionsAtOnce(region, settings).apply((quota) => Math.floor(quota * 0.8));
    if (settings.monitoring.alarms === "none") return [];
    watchAlarms(region, watch);
    forwardAlarms(region, other);
    lastResort(settings, region, other);
    const thresholds = { "ingest-crowded": crowded };
    const place = { region, about: region.name, names: namesOf(cell, other, store, watch), thresholds };
    return chosenAlarms(settings).map((spec) => metricAlarm(spec, place));
  });
  if (settings.monitoring.alarms === "none") return;
  const arns = [...alarms, ...routeAlarms(regions, healthChecks)].map(({ arn }) => arn);
  if (settings.monitoring.dashboard)
    dashboard(
      cells.map((cell) => measuredOf(cell, regions, store)),
      arns,
    );
}

const measuredOf = ({ region, parts }: Cell, regions: readonly RegionContext[], store: Store): Measured => ({
  region,
  otherRegion: otherThan(region, regions).name,
  logTable: ownStore(store, region.name).log.name,
  reduceFunction: parts.reduce,
});

function namesOf(
  { region, parts }: Cell,
  other: RegionContext,
  store: Store,
  watch: sst.aws.Function,
): AlarmPlace["names"] {
  const own = ownStore(store, region.name);
  return {
    region: region.name,
    otherRegion: other.name,
    httpFunction: parts.http,
    reduceFunction: parts.reduce,
    sweepFunction: parts.sweep,
    watchFunction: watch.name,
    api: parts.api,
    failuresQueue: parts.failures,
    logTable: own.log.name,
    viewTable: own.view.name,
    bucket: own.bucket.name,
    otherBucket: ownStore(store, other.name).bucket.name,
    replicationRule: replicationRule(other.name),
  };
}

/** Each region as Route 53 sees it. Where Route 53's region is none of ours, changes are forwarded to the primary. */
function routeAlarms(
  regions: readonly RegionContext[],
  healthChecks: ReadonlyMap<string, $util.Output<string>>,
): aws.cloudwatch.MetricAlarm[] {
  if (healthChecks.size === 0) return [];
  const own = regions.find(({ name }) => name === ROUTE_53_REGION);
  const place = own ?? regionOf(ROUTE_53_REGION);
  const [primary] = regions;
  if (!own) forwardAlarms(place, primary);
  return [...healthChecks].map(([about, healthCheck]) =>
    metricAlarm(UNHEALTHY, {
      region: place,
      about,
      names: { healthCheck },
      suffix: about === primary.name ? "Primary" : "Secondary",
    }),
  );
}

const otherThan = (own: RegionContext, regions: readonly RegionContext[]): RegionContext =>
  regions.find(({ name }) => name !== own.name) ?? own;
