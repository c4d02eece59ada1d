import { groupBy } from "@faultline/core/group-by";
import type { Issue } from "@faultline/core/issue";
import * as z from "zod";
import { notifiedOf } from "../notify/notified.js";
import type { Ports } from "../ports.js";
import { type IssuePage, SORTS, STATUSES } from "../query/listing.js";
import { lastReleases } from "../query/releases-of-issues.js";
import { shortIdsOf } from "../query/short-ids.js";
import { SPARKLINE_SPANS, type Spanning, sparklines } from "../query/sparklines.js";
import { renderGap, renderIssue, renderNotified, renderSparkline } from "./render.js";
import { Cursor, EnvironmentIn, Gap, Limit, ListedIssue } from "./schemas.js";

export const FoundIssues = z.object({
  issues: z.array(ListedIssue),
  cursor: z.string().nullable(),
  gaps: z.array(Gap).optional(),
  event: z.string().optional().openapi({ description: "The event whose id was searched for" }),
});

/** What a list may be asked, of one project or of all. */
export const ListQuery = z.object({
  status: z.enum(STATUSES).default("all"),
  query: z.string().optional().openapi({ description: "What to look for: docs/search.md" }),
  environment: EnvironmentIn.openapi({
    description: "Issues that happened there; `count` and `sparkline` are of their events there",
  }),
  sort: z.enum(SORTS).default("lastSeen"),
  sparkline: z
    .enum(SPARKLINE_SPANS)
    .optional()
    .openapi({ description: "Counts of the last 24 hours or 14 days with each issue" }),
  cursor: Cursor,
  limit: Limit,
});

type PagePorts = Pick<Ports, "regions" | "log" | "view" | "clock" | "settings">;

/** A page of issues, of one project or several, as the API shows it. */
export async function renderedPage(
  ports: PagePorts,
  { issues, cursor, gaps, event }: IssuePage,
  { sparkline: span, environment }: Pick<z.infer<typeof ListQuery>, "sparkline" | "environment">,
): Promise<z.infer<typeof FoundIssues>> {
  const spanning = span && { span, environment };
  const rendered = new Map<string, z.infer<typeof ListedIssue>>();
  for (const [project, own] of groupBy(issues, (issue) => issue.project))
    for (const one of await listed(ports, project, own, spanning)) rendered.set(`${project} ${one.id}`, one);
  const inOrder = issues.flatMap(({ project, id }) => rendered.get(`${project} ${id}`) ?? []);
  return { issues: inOrder, cursor: cursor ?? null, gaps: gaps?.map(renderGap), event };
}

async function listed(
  ports: PagePorts,
  project: string,
  issues: readonly Issue[],
  spanning: Spanning | undefined,
): Promise<z.infer<typeof ListedIssue>[]> {
  const ids = issues.map(({ id }) => id);
  const [notified, shortIds, releases, lines] = await Promise.all([
    notifiedOf(ports, project, ids),
    shortIdsOf(ports, project, issues),
    lastReleases(ports, project, issues),
    spanning && sparklines(ports, project, ids, spanning),
  ]);
  return issues.map((issue) => {
    const line = lines?.get(issue.id);
    return {
      ...renderIssue(issue, shortIds.get(issue.id) ?? issue.id),
      lastRelease: releases.get(issue.id),
      sparkline: line && renderSparkline(line),
      notified: (notified.get(issue.id) ?? []).map(renderNotified),
    };
  });
}
