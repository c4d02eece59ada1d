import type { Issue as IssueInfo } from "@faultline/core/issue";
import { formatTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { nameOf } from "../people/who.js";
import type { Ports, QueryPorts } from "../ports.js";
import { requireProject } from "../projects/projects.js";
import { shortIdsOf } from "../query/short-ids.js";
import { announce, COMMITS_MAX } from "../releases/announce.js";
import {
  COUNTED_MAX,
  countIssues,
  type IssuesInRelease,
  issuesOfRelease,
} from "../releases/issues-of-release.js";
import { LISTED_MAX, listReleases, type Release as StoredRelease } from "../releases/list-releases.js";
import { sharesOf } from "../releases/shares-of.js";
import { RELEASE_CHARS_MAX } from "../table/layout.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { renderIssue } from "./render.js";
import { Issue, ProjectPath, Time, TimeIn } from "./schemas.js";
import { uploadProject } from "./upload-project.js";

const ReleasePath = ProjectPath.extend({ release: z.string().openapi({ example: "1.4.0" }) });

const Deploy = z.object({ at: Time, environment: z.string() });
const CommitOut = z.object({ id: z.string(), message: z.string(), author: z.string().optional() });

const IssueCounts = z.object({
  new: z.number().int(),
  regressed: z.number().int(),
  resolved: z.number().int(),
  capped: z.boolean().openapi({ description: "There may be more of each than were counted" }),
});

export const Release = z
  .object({
    release: z.string(),
    firstSeen: Time.openapi({ description: "When it was deployed, announced or failed first" }),
    dateReleased: Time.optional(),
    announcedBy: z.string().optional(),
    deploys: z.array(Deploy).openapi({ description: "The latest first" }),
    commits: z.number().int(),
    events: z
      .number()
      .int()
      .optional()
      .openapi({ description: "All of the project that are of it; not told while a view is made anew" }),
    users: z.number().int().optional().openapi({ description: "Whom they happened to; the same" }),
    issues: IssueCounts.optional().openapi({
      description: `With \`counts=issues\`, of the latest ${COUNTED_MAX} releases`,
    }),
  })
  .openapi("Release");

export const OneRelease = Release.omit({ commits: true, issues: true })
  .extend({
    commits: z.array(CommitOut),
    newIssues: z.array(Issue),
    regressedIssues: z.array(Issue),
    resolvedIssues: z
      .array(Issue)
      .openapi({ description: "Decided to be resolved in it, however they stand now" }),
  })
  .openapi("OneRelease");

const CommitIn = z.object({
  id: z.string().min(1).max(100),
  message: z.string().max(10_000).default(""),
  author: z.string().max(100).optional(),
});

const Announcement = z
  .strictObject({
    version: z.string().min(1).max(RELEASE_CHARS_MAX),
    commits: z
      .array(CommitIn)
      .max(COMMITS_MAX)
      .optional()
      .openapi({ description: "`Fixes SHOP-7K2D` in a message resolves that issue in this release" }),
    dateReleased: TimeIn.optional(),
    deploy: z.strictObject({ environment: z.string().min(1).max(100), at: TimeIn.optional() }).optional(),
  })
  .openapi("Announcement");

const Announced = z
  .object({
    release: z.string(),
    fixed: z
      .array(z.object({ shortId: z.string(), commit: z.string(), issue: z.string().nullable() }))
      .openapi({ description: "What the commits that are new fix; null where there is no such issue" }),
  })
  .openapi("Announced");

const list = createRoute({
  method: "get",
  path: "/v1/projects/{project}/releases",
  summary: "A project's releases by when they began, latest first",
  request: {
    params: ProjectPath,
    query: z.object({
      counts: z
        .enum(["issues"])
        .optional()
        .openapi({ description: "Count the issues that began, came back and are resolved in each" }),
    }),
  },
  responses: {
    200: json(
      z.object({ releases: z.array(Release), cursor: z.null() }),
      "Releases; of more than a thousand, the latest thousand",
    ),
    ...refusals,
  },
});

const get = createRoute({
  method: "get",
  path: "/v1/projects/{project}/releases/{release}",
  summary: "A release: what began, came back and is resolved in it, its commits and deploys",
  request: { params: ReleasePath },
  responses: { 200: json(OneRelease, "The release"), ...refusals },
});

const post = createRoute({
  method: "post",
  path: "/v1/projects/{project}/releases",
  summary:
    "Announce a release, its commits or a deploy of it; told again, it changes nothing; a deploy without a time is one of now",
  request: { params: ProjectPath, ...body(Announcement) },
  responses: { 201: json(Announced, "Kept"), ...refusals },
});

export function releaseRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(list, async (c) => {
    const project = await requireProject(ports, c.req.valid("param").project);
    const [all, shares] = await Promise.all([listReleases(ports, project), sharesOf(ports, project.name)]);
    const releases = all.slice(0, LISTED_MAX);
    const isCounted = c.req.valid("query").counts !== undefined;
    const counts = isCounted ? await countIssues(ports, project.name, releases) : undefined;
    const rendered = releases.map((one) => ({
      ...renderRelease(one, shares?.(one.release)),
      commits: one.commits.length,
      issues: renderCounts(counts?.get(one.release)),
    }));
    return c.json({ releases: rendered, cursor: null }, 200);
  });
  app.openapi(get, async (c) => {
    const { project: name, release } = c.req.valid("param");
    const project = await requireProject(ports, name);
    return c.json(await oneRelease(ports, project, release), 200);
  });
  app.openapi(post, async (c) => {
    const { dateReleased: released, ...told } = c.req.valid("json");
    const project = await uploadProject(ports, c, c.req.valid("param").project);
    c.set("told", { project: project.name, detail: { release: told.version } });
    const fixed = await announce(ports, project, { ...told, released }, nameOf(c.get("scope")));
    const shown = fixed.map((one) => ({ ...one, issue: one.issue ?? null }));
    return c.json({ release: told.version, fixed: shown }, 201);
  });
  return app;
}

async function oneRelease(
  ports: QueryPorts,
  project: Awaited<ReturnType<typeof requireProject>>,
  release: string,
): Promise<z.infer<typeof OneRelease>> {
  const all = await listReleases(ports, project);
  const place = all.findIndex((one) => one.release === release);
  const found = all[place];
  if (!found)
    throw new VisibleError(
      "not_found",
      "release_not_found",
      "This release was never announced, and no event names it.",
    );
  const [{ begun, regressed, resolved }, shares] = await Promise.all([
    issuesOfRelease(ports, project.name, { release, before: all[place + 1]?.release }),
    sharesOf(ports, project.name),
  ]);
  const shortIds = await shortIdsOf(ports, project.name, [...begun, ...regressed, ...resolved]);
  const rendered = (issues: readonly IssueInfo[]) =>
    issues.map((issue) => renderIssue(issue, shortIds.get(issue.id) ?? issue.id));
  return {
    ...renderRelease(found, shares?.(release)),
    commits: [...found.commits],
    newIssues: rendered(begun),
    regressedIssues: rendered(regressed),
    resolvedIssues: rendered(resolved),
  };
}

const renderCounts = (counts: IssuesInRelease | undefined): z.infer<typeof IssueCounts> | undefined => {
  if (!counts) return undefined;
  const { begun, isCapped, ...others } = counts;
  return { new: begun, ...others, capped: isCapped };
};

const renderRelease = (
  { release, at, released, announcedBy, deploys }: StoredRelease,
  share: { readonly events: number; readonly users: number } | undefined,
) => ({
  release,
  firstSeen: formatTime(at),
  dateReleased: released === undefined ? undefined : formatTime(released),
  announcedBy,
  deploys: deploys.map((deploy) => ({ ...deploy, at: formatTime(deploy.at) })),
  ...share,
});
