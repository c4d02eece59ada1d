import { formatTime } from "@faultline/core/time";
import * as z from "zod";
import { type MetricSample, readSamples } from "../monitoring/metric-samples.js";
import { readRows, type WatchRow } from "../monitoring/rows.js";
import { runbookUrl } from "../monitoring/runbook/url.js";
import { SHOWN } from "../monitoring/shown-metrics.js";
import { type Status, statusOf } from "../monitoring/status.js";
import { noteViewer } from "../monitoring/viewer-presence.js";
import type { Ports } from "../ports.js";
import { lastHeartbeats } from "../regions/leader.js";
import type { Statuses } from "../regions/status-report.js";
import { Cache } from "../table/cache.js";
import { type ApiApp, apiApp, createRoute, json, refusals } from "./openapi.js";
import { Time } from "./schemas.js";

const RegionStatus = z
  .object({
    region: z.string(),
    role: z.enum(["primary", "secondary"]),
    healthy: z.boolean(),
    home: z.boolean(),
    lastBeat: Time.optional(),
    replicationLagMilliseconds: z.number().optional(),
    reducerLagMilliseconds: z.number().optional(),
    outboxDepth: z.number().optional(),
    rebuild: z.object({ items: z.number(), since: Time, at: Time }).optional(),
  })
  .openapi("RegionStatus");

const DestinationStatus = z
  .object({
    project: z.string(),
    destination: z.string(),
    state: z.enum(["ok", "failing", "open", "dead"]),
    openUntil: Time.optional(),
  })
  .openapi("DestinationStatus");

const Alarm = z
  .object({
    name: z.string(),
    region: z.string(),
    state: z.enum(["ok", "alarm", "insufficient_data"]),
    since: Time,
    reason: z.string(),
    runbook: z.string(),
    issue: z.string().optional(),
  })
  .openapi("Alarm");

const Metric = z
  .object({
    name: z.string(),
    label: z.string(),
    unit: z.string(),
    region: z.string(),
    points: z.array(z.object({ at: Time, value: z.number() })),
  })
  .openapi("Metric");

export const StatusReport = z
  .object({
    version: z.string(),
    region: z.string(),
    home: z.string().nullable(),
    regions: z.array(RegionStatus),
    destinations: z.array(DestinationStatus),
    lastFailover: z.object({ at: Time, from: z.string(), to: z.string() }).nullable(),
    alarms: z.array(Alarm),
    healthChecks: z.array(z.object({ region: z.string(), healthy: z.boolean(), at: Time })),
    metrics: z.array(Metric),
  })
  .openapi("Status");

const status = createRoute({
  method: "get",
  path: "/v1/status",
  summary: "Both regions, alarms, health checks and metrics, as this region knows them",
  description:
    "`destinations` holds those that do not do well. A region that is gone is shown with its last words; `lastBeat` says when. `rebuild` is there while a region's log is folded over its view: rows so far.",
  responses: { 200: json(StatusReport, "The deployment's state"), ...refusals },
});

const WRITTEN = "written";
/** What the Status page draws. */
const METRICS_MILLISECONDS = 3_600_000;
/** However many look, the rows are read once a second. */
const CACHE_SECONDS = 1;

export function statusRoutes(ports: Ports, statuses: Statuses): ApiApp {
  const app = apiApp();
  const written = new Cache<Awaited<ReturnType<typeof readWritten>>>(ports.clock, CACHE_SECONDS);
  app.openapi(status, async (c) => {
    const { rows, figures } = await written.get(WRITTEN, () => readWritten(ports));
    const found = statusOf(rows, {
      own: ports.region,
      healthy: await statuses.healthy(),
      regions: ports.regions,
      now: ports.clock.now(),
      staleMilliseconds: statuses.staleMilliseconds,
    });
    return c.json({ ...rendered(ports, found), metrics: renderedMetrics(ports, figures) }, 200);
  });
  return app;
}

async function readWritten(ports: Pick<Ports, "region" | "regions" | "log" | "clock" | "print">) {
  const to = ports.clock.now();
  const [rows, beats, figures] = await Promise.all([
    readRows(ports),
    lastHeartbeats(ports),
    readSamples(ports, { from: to - METRICS_MILLISECONDS, to }),
  ]);
  await noteViewer(ports, rows);
  return { rows: rows.map((row) => heardOf(row, beats)), figures };
}

/** A region that has nothing new to say of itself is heard of by its heartbeats. */
const heardOf = (row: WatchRow, beats: ReadonlyMap<string, number>): WatchRow =>
  row.kind === "region" ? { ...row, at: Math.max(row.at, beats.get(row.region) ?? 0) } : row;

function rendered(
  ports: Pick<Ports, "region" | "settings">,
  found: Status,
): Omit<z.infer<typeof StatusReport>, "metrics"> {
  const { leader, regions, destinations, lastFailover, alarms, healthChecks } = found;
  const { version, publicUrl } = ports.settings;
  return {
    version,
    region: ports.region,
    home: leader ?? null,
    regions: regions.map(({ isLeader: home, lastBeat, replicationLag, reducerLag, rebuild, ...region }) => ({
      ...region,
      home,
      lastBeat: optionalTime(lastBeat),
      replicationLagMilliseconds: replicationLag,
      reducerLagMilliseconds: reducerLag,
      rebuild: rebuild && {
        items: rebuild.items,
        since: formatTime(rebuild.begunAt),
        at: formatTime(rebuild.at),
      },
    })),
    destinations: destinations.map((one) => ({ ...one, openUntil: optionalTime(one.openUntil) })),
    lastFailover: lastFailover ? { ...lastFailover, at: formatTime(lastFailover.at) } : null,
    alarms: alarms.map(({ name, region, state, since, reason, issue }) => ({
      name,
      region,
      state,
      since: formatTime(since),
      reason,
      runbook: runbookUrl(publicUrl, name),
      issue,
    })),
    healthChecks: healthChecks.map((check) => ({ ...check, at: formatTime(check.at) })),
  };
}

/** Every metric of each region that has told any; minutes without a figure are gaps. */
function renderedMetrics(
  ports: Pick<Ports, "regions">,
  figures: readonly MetricSample[],
): z.infer<typeof Metric>[] {
  const telling = ports.regions.filter((region) => figures.some((figure) => figure.region === region));
  return telling.flatMap((region) =>
    SHOWN.map(({ metric: name, label, unit }) => ({
      name,
      label,
      unit,
      region,
      points: figures
        .filter((figure) => figure.region === region && figure.metric === name)
        .map(({ at, value }) => ({ at: formatTime(at), value })),
    })),
  );
}

const optionalTime = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : formatTime(at);
