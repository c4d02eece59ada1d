import { formatTime } from "@faultline/core/time";
import * as z from "zod";
import { alarmsOn } from "../monitoring/alarms-on.js";
import { metricPoints } from "../monitoring/metric-points.js";
import { samplesWithin } from "../monitoring/metric-samples.js";
import { readRows } from "../monitoring/rows.js";
import { SHOWN } from "../monitoring/shown-metrics.js";
import { noteViewer } from "../monitoring/viewer-presence.js";
import type { Ports } from "../ports.js";
import { OWN_PROJECT } from "../projects/built-in.js";
import { type ApiApp, apiApp, createRoute, json, refusals } from "./openapi.js";
import { Time } from "./schemas.js";
import { SpanIn, spanOf } from "./span.js";

const MetricTimeline = z
  .object({
    name: z.string(),
    label: z.string(),
    measuredIn: z.string().openapi({ description: "What a value counts or measures, e.g. milliseconds" }),
    alarms: z.array(z.string()).openapi({ description: "Those whose issues it explains" }),
    points: z.array(
      z.object({
        at: Time,
        value: z.number().openapi({ description: "0 where no region has a figure" }),
        regions: z.record(z.string(), z.number()),
      }),
    ),
  })
  .openapi("MetricTimeline");

export const MetricTimelines = z
  .object({
    unit: z.enum(["minute", "hour", "day"]),
    from: Time,
    to: Time,
    metrics: z.array(MetricTimeline),
  })
  .openapi("MetricTimelines");

const metrics = createRoute({
  method: "get",
  path: `/v1/projects/${OWN_PROJECT}/metrics`,
  summary:
    "Faultline's own figures by minute, hour or day, as the timelines of the project in which it reports itself",
  description:
    "Kept as long as events. Sums are summed, maxima are the largest, averages those of the minutes.",
  request: {
    query: SpanIn.extend({
      metric: z.string().optional().openapi({ description: "This one alone" }),
      alarm: z.string().optional().openapi({ description: "Those that explain this alarm's issue" }),
    }),
  },
  responses: { 200: json(MetricTimelines, "A timeline for each metric"), ...refusals },
});

export function metricRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(metrics, async (c) => {
    const { metric: name, alarm, ...asked } = c.req.valid("query");
    const span = spanOf(asked, ports.clock.now());
    await noteViewer(ports, await readRows(ports));
    const wanted = SHOWN.filter(
      ({ metric }) =>
        (name === undefined || metric === name) &&
        (alarm === undefined || alarmsOn(metric).some((one) => one === alarm)),
    );
    const found = await metricPoints(samplesWithin(ports, span), wanted, span);
    const { unit, from, to } = span;
    return c.json(
      {
        unit,
        from: formatTime(from),
        to: formatTime(to),
        metrics: [...found].map(([shown, points]) => ({
          name: shown.metric,
          label: shown.label,
          measuredIn: shown.unit,
          alarms: [...alarmsOn(shown.metric)],
          points: points.map((point) => ({
            ...point,
            at: formatTime(point.at),
            regions: { ...point.regions },
          })),
        })),
      },
      200,
    );
  });
  return app;
}
