import { type MeasuredNames, STATISTICS, sourceOf } from "../packages/aws/src/metrics";
import type { Metric } from "../packages/service/src/metrics";
import { SHOWN, type ShownMetric } from "../packages/service/src/monitoring/shown-metrics";
import { alarmPrefix } from "./alarm-names";
import type { RegionContext } from "./regions";

const COLUMNS = 3;
const WIDTH = 8;
const HEIGHT = 6;

/** A region, and the names by which CloudWatch knows the lags of it. */
export interface Measured extends Omit<MeasuredNames<$util.Input<string>>, "region"> {
  readonly region: RegionContext;
}

/** What the Status page shows, in CloudWatch: for the day on which there is no Status page. */
export function dashboard(measured: readonly Measured[], alarms: readonly $util.Input<string>[]): void {
  const home = measured[0]?.region;
  if (!home) return;
  const graphs = SHOWN.map((shown, place) => ({
    type: "metric",
    x: (place % COLUMNS) * WIDTH,
    y: HEIGHT + Math.floor(place / COLUMNS) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: graph(shown, measured),
  }));
  const list = { type: "alarm", x: 0, y: 0, width: COLUMNS * WIDTH, height: HEIGHT };
  const widgets = [{ ...list, properties: { title: "Alarms", alarms } }, ...graphs];
  new aws.cloudwatch.Dashboard(
    `Dashboard${home.label}`,
    { dashboardName: alarmPrefix(), dashboardBody: $jsonStringify({ widgets }) },
    { provider: home.provider },
  );
}

const graph = ({ metric, label, statistic }: ShownMetric, measured: readonly Measured[]) => ({
  title: label,
  region: measured[0]?.region.name,
  period: 60,
  stat: STATISTICS[statistic],
  metrics: measured.map((one) => [
    ...named(metric, one),
    { region: one.region.name, label: one.region.name },
  ]),
});

/** The same that `watch` reads. */
function named(metric: Metric, { region, ...names }: Measured) {
  const { namespace, name, dimensions } = sourceOf(metric, { ...names, region: region.name });
  return [namespace, name, ...Object.entries(dimensions).flat()];
}
