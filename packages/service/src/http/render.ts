import { type Accepted, fingerprintIn } from "@faultline/core/event";
import type { Issue } from "@faultline/core/issue";
import type { Project } from "@faultline/core/project";
import { requestIdOf } from "@faultline/core/request-id";
import type { Mute } from "@faultline/core/status";
import { formatTime } from "@faultline/core/time";
import type { Point } from "@faultline/core/timeline";
import type * as z from "zod";
import type { Told } from "../notify/told.js";
import { isBuiltIn } from "../projects/built-in.js";
import type { Gap } from "../query/find/gaps.js";
import type { ProjectSummary } from "../query/project-summary.js";
import type { Sparkline } from "../query/sparklines.js";
import type * as Schema from "./schemas.js";

// From our data to the API's: times become RFC 3339, nothing else changes its meaning.

const optionalTime = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : formatTime(at);

/** `shortId`: see `shortIdsOf`. */
export function renderIssue(issue: Issue, shortId: string): z.infer<typeof Schema.Issue> {
  const { statusIn } = issue;
  return {
    ...issue,
    shortId,
    tags: { ...issue.tags },
    environments: [...(issue.environments ?? [])],
    environmentCounts: { ...issue.environmentCounts },
    members: issue.members && [...issue.members],
    release: issue.release ?? null,
    firstSeen: formatTime(issue.firstSeen),
    lastSeen: formatTime(issue.lastSeen),
    statusAt: optionalTime(issue.statusAt),
    statusIn: statusIn && { release: statusIn.release, after: statusIn.after ?? false },
    assignee: issue.assignee ?? null,
    mute: issue.mute && renderMute(issue.mute),
  };
}

export const renderSparkline = ({
  unit,
  from,
  counts,
  regions,
}: Sparkline): z.infer<typeof Schema.Sparkline> => ({
  unit,
  from: formatTime(from),
  counts: [...counts],
  regions: Object.fromEntries(Object.entries(regions).map(([region, own]) => [region, [...own]])),
});

export const renderGap = ({ of, issues, hasMore }: Gap): z.infer<typeof Schema.Gap> => ({
  of,
  issues: [...issues],
  hasMore,
});

export const renderNotified = (told: Told): z.infer<typeof Schema.Notified> => ({
  ...told,
  at: formatTime(told.at),
});

export function renderMute(mute: Mute): z.infer<typeof Schema.Mute> {
  if ("until" in mute) return { until: formatTime(mute.until) };
  return "window" in mute ? { count: mute.count, window: mute.window } : mute;
}

export const renderPoint = ({ at, count, regions }: Point): z.infer<typeof Schema.Point> => ({
  at: formatTime(at),
  count,
  regions: { ...regions },
});

export function renderProject(project: Project, summary: ProjectSummary): z.infer<typeof Schema.Project> {
  const { name, displayName, number, grouping, redact, createdAt, linksRevokedAt } = project;
  const { autoResolveDays = 0 } = project;
  const { events, unresolved, unresolvedCapped, lastEventAt, last24h } = summary;
  return {
    name,
    displayName,
    number,
    grouping,
    redact,
    autoResolveDays,
    builtIn: isBuiltIn(name),
    createdAt: formatTime(createdAt),
    linksRevokedAt: optionalTime(linksRevokedAt),
    events,
    unresolved,
    unresolvedCapped,
    lastEventAt: optionalTime(lastEventAt),
    last24h: last24h.map(renderPoint),
  };
}

/** An event as one of its issue's. What only the fold needs of it stays inside. */
export function renderOccurrence(
  issue: string,
  { event, project, region, receivedAt, at }: Accepted,
): z.infer<typeof Schema.Occurrence> {
  const { notify: _, isFresh: __, newFingerprint: ___, heading: ____, formerly: _____, ...shown } = event;
  const isOther = event.timestamp !== undefined && event.timestamp !== at;
  const breadcrumbs = event.breadcrumbs?.map((crumb) => ({
    ...crumb,
    timestamp: optionalTime(crumb.timestamp),
  }));
  return {
    ...shown,
    issue,
    fingerprintValue: fingerprintIn(issue, event),
    breadcrumbs,
    project,
    region,
    receivedAt: formatTime(receivedAt),
    timestamp: formatTime(at),
    clientTimestamp: isOther ? optionalTime(event.timestamp) : undefined,
    requestId: requestIdOf(event),
  };
}
