import { NAMESPACE, REGION_DIMENSION } from "../packages/aws/src/metrics";
import { SHOWN, type ShownMetric } from "../packages/service/src/watch/shown-metrics";
import { alarmPrefix } from "./alarm-names";
import type { RegionContext } from "./regions";

const COLUMNS = 3;
const WIDTH = 8;
const HEIGHT = 6;
const STATISTIC = { sum: "Sum", average: "Average", maximum: "Maximum" } as const;

/** What the Status page shows, in CloudWatch: for the day on which there is no Status page. */
export function dashboard(regions: readonly RegionContext[], alarms: readonly $util.Output<string>[]): void {
  const [home] = regions;
  const graphs = SHOWN.map((shown, place) => ({
    type: "metric",
    x: (place % COLUMNS) * WIDTH,
    y: HEIGHT + Math.floor(place / COLUMNS) * HEIGHT,
    width: WIDTH,
    height: HEIGHT,
    properties: graph(shown, regions),
  }));
  new aws.cloudwatch.Dashboard(
    `Dashboard${home.label}`,
    {
      dashboardName: alarmPrefix(),
      dashboardBody: $util.all([...alarms]).apply((arns) =>
        JSON.stringify({
          widgets: [
            {
              type: "alarm",
              x: 0,
              y: 0,
              width: COLUMNS * WIDTH,
              height: HEIGHT,
              properties: { title: "Alarms", alarms: arns },
            },
            ...graphs,
          ],
        }),
      ),
    },
    { provider: home.provider },
  );
}

const graph = ({ metric, label, statistic }: ShownMetric, regions: readonly RegionContext[]) => ({
  title: label,
  region: regions[0].name,
  period: 60,
  stat: STATISTIC[statistic],
  metrics: regions.map(({ name }) => [
    NAMESPACE,
    metric,
    REGION_DIMENSION,
    name,
    { region: name, label: name },
  ]),
});
