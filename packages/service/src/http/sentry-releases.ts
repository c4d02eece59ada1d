import { projectName } from "@faultline/core/project";
import { parseTime } from "@faultline/core/time";
import { type Context, Hono } from "hono";
import * as z from "zod";
import { nameOf } from "../people/who.js";
import type { Ports, ProjectionPorts } from "../ports.js";
import { RELEASE_BYTES_MAX } from "../projects/deploys.js";
import { type Announcement, announce } from "../releases/announce.js";
import { guarded } from "./caller.js";
import { jsonBody } from "./json-body.js";
import type { Environment } from "./request-context.js";
import { uploadProject } from "./upload-project.js";
import type { Access } from "./v1.js";

// The calls that sentry-cli makes for `releases new`, `finalize`, `set-commits` and `deploys new`, with a token of the
// scope `source-maps`: https://docs.sentry.io/api/releases/. Of each we keep what POST /v1/projects/{project}/releases takes.

const Commit = z
  .looseObject({
    id: z.string().min(1).max(100),
    message: z.string().max(100_000).nullish(),
    author_name: z.string().max(1000).nullish(),
  })
  .transform(({ id, message, author_name: author }) => ({
    id,
    message: message ?? "",
    author: author?.slice(0, 100) || undefined,
  }));

const Release = z.looseObject({
  version: z.string().max(1000).optional(),
  projects: z.array(z.string()).max(20).nullish(),
  commits: z.array(Commit).max(10_000).nullish(),
  dateReleased: z.string().nullish(),
  environment: z.string().max(100).nullish(),
});

const BASES = ["/api/0/organizations/:organization", "/api/0/projects/:organization/:project"];

/** What stands for an organization in the addresses means nothing here. */
export function sentryReleases(ports: Ports, access: Access): Hono<Environment> {
  const app = new Hono<Environment>();
  const onlyMeant = guarded(access);
  for (const base of BASES) {
    app.use(`${base}/releases`, onlyMeant);
    app.use(`${base}/releases/*`, onlyMeant);
    app.get(`${base}/releases`, (c) => c.json([]));
    app.post(`${base}/releases`, async (c) => c.json(await noted(ports, c), 201));
    app.put(`${base}/releases/:version`, async (c) => c.json(await noted(ports, c)));
    app.post(`${base}/releases/:version/deploys`, async (c) => c.json(await deployed(ports, c), 201));
    app.get(`${base}/releases/:version/previous-with-commits`, (c) => c.json({}));
    app.get(`${base}/releases/:version/:list{deploys|commits|files}`, (c) => c.json([]));
  }
  app.get("/api/0/organizations/:organization/repos", onlyMeant, (c) => c.json([]));
  return app;
}

/** Keeps the release of a call for each project it names, and gives it back in Sentry's form. */
async function noted(ports: ProjectionPorts, c: Context<Environment>, isDeploy = false) {
  const told = await jsonBody(c, Release, "Send a release as sentry-cli does.");
  const version = c.req.param("version") ?? told.version ?? "";
  const ofPath = c.req.param("project");
  const names = (told.projects ?? (ofPath === undefined ? [] : [ofPath])).map(projectName);
  // A name that is no release anybody deploys is passed over: the tool would take a refusal for a failed build.
  const isKept = version !== "" && Buffer.byteLength(version) <= RELEASE_BYTES_MAX;
  for (const name of names) {
    const project = await uploadProject(ports, c, name);
    if (isKept)
      await announce(ports, project, announcementOf(told, version, isDeploy), nameOf(c.get("scope")));
  }
  return shown(ports, version, names);
}

const announcementOf = (
  { commits, dateReleased, environment }: z.infer<typeof Release>,
  version: string,
  isDeploy: boolean,
): Announcement => ({
  version,
  commits: commits ?? [],
  released: dateReleased ? parseTime(dateReleased) : undefined,
  deploy: isDeploy ? { environment: environment || "production" } : undefined,
});

async function deployed(ports: ProjectionPorts, c: Context<Environment>) {
  await noted(ports, c, true);
  const now = new Date(ports.clock.now()).toISOString();
  return { id: "1", name: null, environment: "production", url: null, dateStarted: now, dateFinished: now };
}

function shown(ports: Pick<Ports, "clock">, version: string, projects: readonly string[]) {
  const now = new Date(ports.clock.now()).toISOString();
  return {
    version,
    shortVersion: version,
    dateCreated: now,
    dateReleased: now,
    newGroups: 0,
    commitCount: 0,
    projects: projects.map((slug) => ({ slug, name: slug })),
  };
}
