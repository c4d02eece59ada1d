import type { MetricTimelines } from "@faultline/service/http/v1-metrics";
import { useQuery } from "@tanstack/react-query";
import type * as z from "zod";
import { withQuery } from "../../api/addresses.js";
import { useRegions } from "../../api/regions.js";
import { request } from "../../api/request.js";
import type { Issue } from "../../api/types.js";
import { LineChart } from "../../components/line-chart.js";
import { Section } from "../../components/section.js";
import { useWords } from "../../i18n/i18n.js";

type Timelines = z.infer<typeof MetricTimelines>;

const HOUR = 3_600_000;
/** By the minute it would be more points than pixels. */
const MINUTES_MAX = 12 * HOUR;
const REFRESH_MILLISECONDS = 10_000;

/** The figures that explain an alarm's issue, from before it last fired until now; nothing for any other issue. */
export function AlarmMetrics({ issue: { project, tags, lastSeen } }: { readonly issue: Issue }) {
  const { status: words } = useWords();
  const regions = useRegions();
  const alarm = project === "faultline" ? tags.alarm : undefined;
  const { data } = useQuery({
    queryKey: ["alarm-metrics", alarm, lastSeen],
    queryFn: ({ signal }) =>
      request<Timelines>(withQuery("/v1/projects/faultline/metrics", { alarm, ...spanFrom(lastSeen) }), {
        signal,
      }),
    enabled: alarm !== undefined,
    refetchInterval: REFRESH_MILLISECONDS,
  });
  if (!data || data.metrics.length === 0) return null;
  return (
    <Section title={words.metrics}>
      <div className="grid gap-6 px-4 py-3 lg:grid-cols-2">
        {data.metrics.map(({ name, label, measuredIn, points }) => (
          <figure key={name}>
            <figcaption className="mb-1 text-xs font-medium">{words.metric(label)}</figcaption>
            <LineChart
              label={words.metric(label)}
              times={points.map(({ at }) => Date.parse(at) / 1000)}
              series={regions.map((region) => ({
                name: region,
                values: points.map((point) => point.regions[region] ?? without(measuredIn)),
              }))}
              unit={measuredIn}
            />
          </figure>
        ))}
      </div>
    </Section>
  );
}

/** Nothing counted is none; nothing measured is not known. */
const without = (measuredIn: string): number | null => (measuredIn === "milliseconds" ? null : 0);

function spanFrom(lastSeen: string): { from: string; unit: string } {
  const from = Math.min(Date.parse(lastSeen), Date.now() - 2 * HOUR) - HOUR;
  return { from: new Date(from).toISOString(), unit: Date.now() - from > MINUTES_MAX ? "hour" : "minute" };
}
