import { ROUNDS, type WatchEnvironmentName } from "../packages/aws/src/keys";
import { NAMESPACE } from "../packages/aws/src/metrics";
import { chosenLastResort, watchMinutes } from "./alarm-choice";
import { alarmPrefix } from "./alarm-names";
import type { RegionContext } from "./regions";
import { schedule } from "./schedule";
import { serviceFunction } from "./service-function";
import type { Settings } from "./settings";
import type { Store } from "./store";

interface WatchedCell {
  readonly cell: {
    readonly region: RegionContext;
    readonly publicUrl: $util.Input<string>;
    readonly regionUrls: $util.Input<string>;
    readonly parts: Readonly<Record<"reduce", $util.Output<string>>>;
  };
  readonly store: Store;
  readonly healthChecks: ReadonlyMap<string, $util.Output<string>>;
}

/** A region's watcher: told of every alarm that changes, and invoked now and then to look around and to send a synthetic check. */
export function watchFunction(
  settings: Settings,
  { cell, store, healthChecks }: WatchedCell,
): sst.aws.Function {
  const { region, publicUrl, regionUrls, parts } = cell;
  const checks = [...healthChecks].map(([name, id]) => $interpolate`${name}=${id}`);
  const environment: Record<WatchEnvironmentName, $util.Input<string>> = {
    FAULTLINE_ALARM_PREFIX: alarmPrefix(),
    FAULTLINE_HEALTH_CHECKS: $util.all(checks).apply((pairs) => pairs.join(",")),
    FAULTLINE_REDUCE_FUNCTION: parts.reduce,
    FAULTLINE_JUDGES: settings.monitoring.alarms === "none" ? "no" : "yes",
    FAULTLINE_LAST_RESORT: chosenLastResort(settings) ? "yes" : "no",
  };
  const watch = serviceFunction(settings, region, store, {
    name: "watch",
    description: "alarms become issues; synthetic check, health checks, figures",
    timeout: "60 seconds",
    memory: "256 MB",
    publicUrl,
    regionUrls,
    environment,
    permissions: permissions(settings, healthChecks),
  });
  const minutes = watchMinutes(settings);
  for (const round of ROUNDS)
    schedule(region, `Watch${round === "look" ? "Look" : "Check"}`, watch, {
      minutes: minutes[round],
      input: { round },
    });
  return watch;
}

function permissions(
  settings: Settings,
  healthChecks: WatchedCell["healthChecks"],
): sst.aws.FunctionPermissionArgs[] {
  const namespace = { test: "StringEquals", variable: "cloudwatch:namespace", values: [NAMESPACE] };
  const checks = [...healthChecks.values()].map((id) => $interpolate`arn:aws:route53:::healthcheck/${id}`);
  return [
    // CloudWatch knows no resources for figures:
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
    { actions: ["cloudwatch:GetMetricData"], resources: ["*"] },
    // Into the other region's, whose alarm counts this one's checks.
    ...(chosenLastResort(settings)
      ? [{ actions: ["cloudwatch:PutMetricData"], resources: ["*"], conditions: [namespace] }]
      : []),
    ...(checks.length === 0 ? [] : [{ actions: ["route53:GetHealthCheckStatus"], resources: checks }]),
  ];
}
