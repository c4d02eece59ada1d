import type { Issue } from "@faultline/core/issue";
import type * as z from "zod";
import type { Ports } from "../ports.js";
import { lastReleases } from "../query/releases-of-issues.js";
import { shortIdsOf } from "../query/short-ids.js";
import { renderIssue } from "./render.js";
import type * as Schema from "./schemas.js";

/** The issue as the API shows it, with its short id. */
export async function renderedIssue(
  ports: Pick<Ports, "log" | "view" | "clock" | "settings">,
  issue: Issue,
): Promise<z.infer<typeof Schema.Issue>> {
  const [shortIds, releases] = await Promise.all([
    shortIdsOf(ports, issue.project, [issue]),
    lastReleases(ports, issue.project, [issue]),
  ]);
  return { ...renderIssue(issue, shortIds.get(issue.id) ?? issue.id), lastRelease: releases.get(issue.id) };
}
