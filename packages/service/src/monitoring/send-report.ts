import { projectNumber } from "@faultline/core/id";
import type { Report } from "@faultline/core/report";
import { formatTime } from "@faultline/core/time";
import { forRequest } from "../ingest/deadline.js";
import type { IngestPorts } from "../ingest/ingest.js";
import type { Ports } from "../ports.js";
import { OWN_PROJECT } from "../projects/built-in.js";
import { projectForEvents } from "../projects/default-destinations.js";
import type { SendReport } from "./own-faults.js";
import { selfKey } from "./self-key.js";
import { quietHeader } from "./suppress-self-reporting.js";

const TIMEOUT_MILLISECONDS = 1500;

/** Asks an address, as `fetch` does; a test puts its own in its place. */
export type Ask = (url: string, init: RequestInit) => Promise<Response>;

/** To the other region first, which may be well when this one is not; then into this one's own log. */
export function sendReport(ports: IngestPorts, peerUrl: string | undefined, ask: Ask = fetch): SendReport {
  return async (report) => {
    if (peerUrl !== undefined && (await isTaken(() => postReport(ports, peerUrl, report, ask)))) return;
    const project = await projectForEvents(ports, OWN_PROJECT);
    // Loaded when it is needed, which is hardly ever: a tenth of what a reducer would load at its start is for receiving.
    const { ingest } = await import("../ingest/ingest.js");
    await ingest(forRequest(ports), { project, parsed: { reports: [report], rejected: [] } });
  };
}

async function isTaken(post: () => Promise<void>): Promise<boolean> {
  try {
    await post();
    return true;
  } catch {
    // Not reachable, or in trouble itself: this region takes it.
    return false;
  }
}

/** POSTs a report to a built-in project at an address, as any SDK would. Throws unless it was taken. */
export async function postReport(
  { settings }: Pick<Ports, "settings">,
  url: string,
  report: Report,
  ask: Ask = fetch,
  project = OWN_PROJECT,
): Promise<void> {
  const response = await ask(`${url}/api/${projectNumber(project)}/store/`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-sentry-auth": `Sentry sentry_version=7, sentry_key=${selfKey(settings, project)}`,
      ...quietHeader(settings),
    },
    body: JSON.stringify(wireForm(report)),
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
}

/** The report on Sentry's wire, the one of ours that carries ids, fingerprints, tags and stacks. */
function wireForm(report: Report): object {
  const { eventId, timestamp, exceptions, transaction, release, serverName, message } = report;
  return {
    event_id: eventId,
    timestamp: timestamp === undefined ? undefined : formatTime(timestamp),
    level: report.level,
    platform: "node",
    message: exceptions.length === 0 ? message : undefined,
    exception: exceptions.length === 0 ? undefined : { values: exceptions.map(exceptionForm).reverse() },
    fingerprint: report.fingerprint,
    transaction,
    release,
    server_name: serverName,
    tags: report.tags,
    extra: report.extra,
  };
}

const exceptionForm = ({ type, message, frames }: Report["exceptions"][number]): object => ({
  type,
  value: message,
  stacktrace: {
    frames: frames
      .map(({ file, function: name, line, column, inApp }) => ({
        filename: file,
        function: name,
        lineno: line,
        colno: column,
        in_app: inApp,
      }))
      .reverse(),
  },
});
