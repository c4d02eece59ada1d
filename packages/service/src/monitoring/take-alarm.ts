import { fingerprint } from "@faultline/core/grouping/mechanisms";
import { derivedEventId, issueId } from "@faultline/core/id";
import type { Report } from "@faultline/core/report";
import { forRequest } from "../ingest/deadline.js";
import { type IngestPorts, ingest } from "../ingest/ingest.js";
import type { Ports, Region } from "../ports.js";
import { OWN_PROJECT } from "../projects/built-in.js";
import { projectForEvents } from "../projects/default-destinations.js";
import { resolveAt } from "../triage/triage.js";
import { alarmTitle } from "./alarm-title.js";
import { lastingText } from "./lasting-text.js";
import { type AlarmRow, type AlarmState, readAlarm, readRows, writeRow } from "./rows.js";
import { sectionOf } from "./runbook/runbook.js";
import { runbookUrl } from "./runbook/url.js";

/** An alarm went from one state into another. */
export interface AlarmChange {
  /** Unique to the alarm, wherever it is: its ARN on AWS. */
  readonly id: string;
  readonly name: string;
  /** The region it is about. */
  readonly region: Region;
  readonly state: AlarmState;
  /** When the state changed, milliseconds since 1970. */
  readonly at: number;
  /** Of an OK: since when it was in alarm, if that is known. */
  readonly began?: number | undefined;
  /** One line for people, the same each time: it names the issue. */
  readonly title: string;
  /** Why, with the figures. */
  readonly reason: string;
  /** What speaks for it and others of one cause: then it is shown, and that makes the issue. */
  readonly group?: string | undefined;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

type AlarmPorts = IngestPorts & Pick<Ports, "view">;

/** `stale`: this change, or a later one, was here already. They may arrive in any order. */
export type Taken = "reported" | "resolved" | "noted" | "stale";

/**
 * Takes in that an alarm changed: ALARM is an event of the built-in project, one issue for each alarm and region; OK
 * resolves that issue as of then. Whatever comes twice, from whichever region, changes nothing: the event's id and the
 * resolution's time follow from the change itself.
 */
export async function takeAlarm(ports: AlarmPorts, change: AlarmChange): Promise<Taken> {
  const known = await readAlarm(ports, change);
  if (known && known.since >= change.at) return "stale";
  const row = { kind: "alarm" as const, name: change.name, region: change.region, since: change.at };
  const { state, reason } = change;
  if (change.group !== undefined || state === "insufficient_data") {
    await writeRow(ports, { ...row, state, reason, issue: known?.issue });
    return change.group === undefined ? "noted" : takeGroup(ports, change, change.group);
  }
  const report = alarmReport(ports, change);
  const issue = issueId(OWN_PROJECT, fingerprint(report, "frames"));
  if (state === "alarm") {
    const project = await projectForEvents(ports, OWN_PROJECT);
    await ingest(forRequest(ports), { project, parsed: { reports: [report], rejected: [], isExact: true } });
    await writeRow(ports, { ...row, state, reason, issue });
    return "reported";
  }
  return takeEnd(ports, change, { known, issue });
}

interface Ended {
  readonly known: AlarmRow | undefined;
  readonly issue: string;
}

async function takeEnd(ports: AlarmPorts, change: AlarmChange, { known, issue }: Ended): Promise<Taken> {
  const { name, region, at, reason } = change;
  const began = known?.state === "alarm" ? known.since : change.began;
  // Before its first alarm there is no issue, and nothing to resolve.
  const hasIssue = known?.issue !== undefined || began !== undefined;
  const words = began === undefined ? reason : `${reason} It lasted ${lastingText(change.at - began)}.`;
  if (hasIssue) await resolveAt(ports, { project: OWN_PROJECT, issue, at, by: words });
  const row = { kind: "alarm" as const, name, region, since: at, state: "ok" as const };
  await writeRow(ports, { ...row, reason: words, issue: hasIssue ? issue : undefined });
  return hasIssue ? "resolved" : "noted";
}

/** A group is on while any of its alarms is, as this region knows them: one cause is one issue, whichever came first. */
async function takeGroup(ports: AlarmPorts, change: AlarmChange, group: string): Promise<Taken> {
  const { region, title, reason } = change;
  const rows = (await readRows(ports)).flatMap((row) => (row.kind === "alarm" ? [row] : []));
  const alarms = rows.filter((row) => row.region === region);
  const on = alarms.filter((row) => row.state === "alarm" && sectionOf(row.name)?.within === group);
  const state = on.length > 0 ? "alarm" : "ok";
  if (alarms.find(({ name }) => name === group)?.state === state) return "noted";
  return takeAlarm(ports, {
    ...change,
    name: group,
    group: undefined,
    state,
    began: undefined,
    title: alarmTitle(group, region),
    reason: state === "alarm" ? `${title}: ${reason}` : "No alarm in it is on any more.",
  });
}

/** The same in both regions, for both may be told of the same change. */
function alarmReport({ settings }: Pick<Ports, "settings">, change: AlarmChange): Report {
  const { id, name, region, at, title, reason, details } = change;
  const runbook = runbookUrl(settings.publicUrl, name);
  return {
    eventId: derivedEventId("alarm", id, String(at)),
    timestamp: at,
    level: "error",
    type: "Alarm",
    message: title,
    exceptions: [],
    fingerprint: ["alarm", name, region],
    transaction: `${name} in ${region}`,
    tags: { alarm: name, region, runbook },
    extra: { reason, runbook, means: sectionOf(name)?.means, ...details },
  };
}
