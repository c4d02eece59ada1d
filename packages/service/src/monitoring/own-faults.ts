import { derivedEventId } from "@faultline/core/id";
import type { Report } from "@faultline/core/report";
import { parseStack } from "@faultline/protocols/parse-stack";
import { METRICS } from "../metrics.js";
import { type OwnFault, type Ports, Unavailable } from "../ports.js";
import { runbookUrl } from "./runbook/url.js";
import { isSelfReportingSuppressed, suppressingSelfReports } from "./suppress-self-reporting.js";

/** Kinds of faults that may wait to be sent. */
const QUEUE_MAX = 60;
/** Events a minute. */
export const BUDGET = 60;
const FAILURES_MAX = 3;
const PAUSE_MILLISECONDS = 5 * 60_000;
const MINUTE = 60_000;

export interface OwnFaults {
  readonly report: OwnFault;
  /** Sends what waits. Never throws. */
  flush(): Promise<void>;
  /** Kinds that wait, for whoever looks whether anything grows. */
  waiting(): number;
}

/** Hands a report to a region, the other one first. Throws when neither took it. */
export type SendReport = (report: Report) => Promise<void>;

interface Waiting {
  readonly report: Report;
  times: number;
}

type FaultPorts = Pick<Ports, "region" | "clock" | "meter" | "print" | "settings">;

/**
 * Makes issues of our own faults, at a bounded cost: one event for each kind, minute and region, whichever of its
 * processes saw it, for its id follows from those three. Nothing waits for it, and what cannot be reported is counted,
 * never reported: a fault while reporting (see `suppress-self-reporting.ts`), too many kinds, or, after three failures in a row, all of
 * the next five minutes.
 */
export function ownFaults(ports: FaultPorts, send: SendReport): OwnFaults {
  const waiting = new Map<string, Waiting>();
  let minute = -1;
  let sent = 0;
  let failures = 0;
  let pausedUntil = 0;

  const drop = (count: number): void => ports.meter.count(METRICS.selfEventsDropped, count);
  const spent = (now: number): number => {
    if (Math.floor(now / MINUTE) !== minute) {
      minute = Math.floor(now / MINUTE);
      sent = 0;
    }
    return sent;
  };

  function report(error: unknown, where: string): void {
    // A table that does not answer is no bug, and has alarms of its own.
    if (error instanceof Unavailable) return;
    const now = ports.clock.now();
    const kind = `${Math.floor(now / MINUTE)} ${where} ${nameOf(error)}`;
    const known = waiting.get(kind);
    if (isSelfReportingSuppressed() || now < pausedUntil) drop(1);
    else if (known) known.times += 1;
    else if (waiting.size >= QUEUE_MAX || spent(now) + waiting.size >= BUDGET) drop(1);
    else waiting.set(kind, { report: faultReport(ports, error, where), times: 1 });
  }

  async function sendOne({ report: found, times }: Waiting): Promise<void> {
    const now = ports.clock.now();
    if (now < pausedUntil || spent(now) >= BUDGET) return drop(times);
    try {
      await send({ ...found, extra: { ...found.extra, times } });
      sent += 1;
      failures = 0;
      ports.meter.count(METRICS.selfEventsSent, 1);
    } catch (error) {
      // Told in the log alone: reporting it would fail the same way.
      failures += 1;
      drop(times);
      ports.print({
        level: "error",
        event: "own fault not reported",
        error: String(error),
        region: ports.region,
      });
      if (failures < FAILURES_MAX) return;
      failures = 0;
      pausedUntil = now + PAUSE_MILLISECONDS;
    }
  }

  return {
    report,
    flush: () =>
      suppressingSelfReports(async () => {
        const taken = [...waiting.values()];
        waiting.clear();
        for (const one of taken) await sendOne(one);
      }),
    waiting: () => waiting.size,
  };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

function faultReport({ region, clock, settings }: FaultPorts, error: unknown, where: string): Report {
  const type = nameOf(error);
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  const minute = Math.floor(clock.now() / MINUTE) * MINUTE;
  return {
    eventId: derivedEventId("own fault", region, String(minute), where, type),
    timestamp: minute,
    level: "error",
    type,
    message,
    exceptions: stack ? parseStack(stack, { type, message }) : [{ type, message, frames: [] }],
    fingerprint: ["own fault", where, type],
    transaction: where,
    release: settings.version,
    serverName: region,
    tags: { where, region, runbook: runbookUrl(settings.publicUrl, "own-fault") },
  };
}
