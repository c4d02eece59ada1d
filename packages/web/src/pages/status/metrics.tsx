import { useRegions } from "../../api/regions.js";
import type { Metric } from "../../api/types.js";
import { LineChart } from "../../components/line-chart.js";
import { regionBackground } from "../../components/region-colour.js";
import { useWords } from "../../i18n/i18n.js";
import { alignSeries, timesOf } from "./align-series.js";

/** A small chart for each figure, with a line for each region. */
export function Metrics({ metrics }: { readonly metrics: readonly Metric[] }) {
  const { status: words } = useWords();
  const regions = useRegions();
  const times = timesOf(metrics);
  const names = [...new Set(metrics.map(({ name }) => name))];
  if (names.length === 0 || regions.length === 0)
    return <p className="text-sm text-soft">{words.noMetrics}</p>;
  return (
    <>
      <ul className="mb-4 flex flex-wrap gap-4 text-xs text-soft">
        {regions.map((region) => (
          <li key={region} className="flex items-center gap-1.5">
            <span className={`h-0.5 w-4 ${regionBackground(region, regions)}`} aria-hidden="true" />
            {region}
          </li>
        ))}
      </ul>
      <div className="grid gap-x-6 gap-y-6 sm:grid-cols-2 lg:grid-cols-3">
        {names.map((name) => (
          <Chart
            key={name}
            metrics={metrics.filter((metric) => metric.name === name)}
            regions={regions}
            times={times}
          />
        ))}
      </div>
    </>
  );
}

interface ChartProps {
  readonly metrics: readonly Metric[];
  readonly regions: readonly string[];
  /** The same for all charts, so that what stands below each other happened together. */
  readonly times: readonly number[];
}

function Chart({ metrics, regions, times }: ChartProps) {
  const { status: words } = useWords();
  const [{ label, unit } = { label: "", unit: "" }] = metrics;
  const values = alignSeries(metrics, regions, times);
  return (
    <figure>
      <figcaption className="mb-1 text-xs font-medium">{words.metric(label)}</figcaption>
      <LineChart
        label={words.metric(label)}
        times={times}
        series={regions.map((region, place) => ({ name: region, values: values[place] ?? [] }))}
        unit={unit}
      />
    </figure>
  );
}
