import { projectName } from "@faultline/core/project";
import { parseTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import { type Context, Hono } from "hono";
import * as z from "zod";
import { may, maySomewhere, RIGHTS } from "../people/rights.js";
import { nameOf } from "../people/who.js";
import type { Ports, ProjectionPorts } from "../ports.js";
import { listProjects, requireProject } from "../projects/projects.js";
import { type Announcement, announce } from "../releases/announce.js";
import { LISTED_MAX, listReleases, type Release } from "../releases/list-releases.js";
import { releaseRows } from "../releases/rows.js";
import { inPool } from "../table/in-pool.js";
import { RELEASE_CHARS_MAX } from "../table/layout.js";
import { guarded, refuseUnlessMay } from "./caller.js";
import { jsonBody } from "./json-body.js";
import type { Environment } from "./request-context.js";
import { uploadProject } from "./upload-project.js";
import type { Access } from "./v1.js";

// The calls that sentry-cli makes for `info`, `releases new`, `finalize`, `set-commits` and `deploys new`, with a token of the
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

const ToldRelease = z.looseObject({
  version: z.string().max(1000).optional(),
  projects: z.array(z.string()).max(20).nullish(),
  commits: z.array(Commit).max(10_000).nullish(),
  dateReleased: z.string().nullish(),
  /** Of a deploy. */
  environment: z.string().max(100).nullish(),
  name: z.string().max(1000).nullish(),
  dateFinished: z.string().nullish(),
});
type Told = z.infer<typeof ToldRelease>;

const BASES = ["/api/0/organizations/:organization", "/api/0/projects/:organization/:project"];
const PROJECTS_AT_ONCE = 8;
type ReadingPorts = Pick<Ports, "log" | "view">;
const ASK = "Send a release as sentry-cli does.";

/** What stands for an organization in the addresses means nothing here. */
export function sentryReleases(ports: Ports, access: Access): Hono<Environment> {
  const app = new Hono<Environment>();
  const onlyMeant = guarded(access);
  for (const base of BASES) {
    app.use(`${base}/releases`, onlyMeant);
    app.use(`${base}/releases/*`, onlyMeant);
    app.get(`${base}/releases`, async (c) => c.json(await listed(ports, c)));
    app.post(`${base}/releases`, async (c) => c.json(await noted(ports, c), 201));
    app.get(`${base}/releases/:version`, async (c) => {
      const { release, names } = await found(ports, c);
      return c.json(shownOf(release, names));
    });
    app.put(`${base}/releases/:version`, async (c) => c.json(await noted(ports, c)));
    app.post(`${base}/releases/:version/deploys`, async (c) => c.json(await deployed(ports, c), 201));
    app.get(`${base}/releases/:version/previous-with-commits`, (c) => c.json({}));
    app.get(`${base}/releases/:version/deploys`, async (c) => c.json(await deploysOf(ports, c)));
    // A tool that asks for the commits of before is told all the newer ones again, which changes nothing.
    app.get(`${base}/releases/:version/:list{commits|files}`, (c) => c.json([]));
  }
  app.get("/api/0/organizations/:organization/repos", onlyMeant, (c) => c.json([]));
  // `sentry-cli info`, by which builds see whether their token is good before they begin.
  app.get("/api/0", onlyMeant, (c) => {
    const scopes = RIGHTS.filter((right) => maySomewhere(c.get("scope"), right));
    return c.json({ version: "0", auth: { scopes }, user: null });
  });
  return app;
}

/** Keeps the release of a call for each project it is about, and gives it back in Sentry's form. */
async function noted(ports: ProjectionPorts, c: Context<Environment>) {
  const told = await jsonBody(c, ToldRelease, ASK);
  const version = c.req.param("version") ?? told.version ?? "";
  const { commits, dateReleased } = told;
  const released = dateReleased ? parseTime(dateReleased) : undefined;
  const projects = await keep(ports, c, told, { version, commits: commits ?? [], released });
  return shown({ version, projects, at: ports.clock.now(), released, commits: commits?.length ?? 0 });
}

async function deployed(ports: ProjectionPorts, c: Context<Environment>) {
  const told = await jsonBody(c, ToldRelease, ASK);
  const environment = told.environment || "production";
  const at = (told.dateFinished ? parseTime(told.dateFinished) : undefined) ?? ports.clock.now();
  await keep(ports, c, told, { version: c.req.param("version") ?? "", deploy: { environment, at } });
  return { ...deployShown({ environment, at }), name: told.name ?? null };
}

/** Notes it in the projects it is about, and gives back which those are. */
async function keep(
  ports: ProjectionPorts,
  c: Context<Environment>,
  told: Told,
  announcement: Announcement,
): Promise<readonly string[]> {
  const { version } = announcement;
  const names = await projectsMeant(ports, c, version, told.projects ?? []);
  // A name that is no release anybody deploys is passed over: the tool would take a refusal for a failed build.
  const isKept = version !== "" && version.length <= RELEASE_CHARS_MAX;
  for (const name of names) {
    const project = await uploadProject(ports, c, name);
    if (isKept) await announce(ports, project, announcement, nameOf(c.get("scope")));
  }
  return names;
}

/** Those that are named; else, as sentry-cli names them with `releases new` alone, those that were told of the release then. */
async function projectsMeant(
  ports: Pick<Ports, "log">,
  c: Context<Environment>,
  version: string,
  named: readonly string[] = [],
): Promise<readonly string[]> {
  const ofPath = c.req.param("project");
  if (named.length > 0) return named.map(projectName);
  if (ofPath !== undefined) return [projectName(ofPath)];
  const theirs = (await listProjects(ports)).filter(({ name }) => may(c.get("scope"), "source-maps", name));
  const told: string[] = [];
  const look = (name: string) => async (): Promise<void> => {
    if ((await releaseRows(ports, name, version)).some(({ kind }) => kind === "announced")) told.push(name);
  };
  await inPool(
    PROJECTS_AT_ONCE,
    theirs.map(({ name }) => look(name)),
  );
  return told.sort();
}

/** The latest of one project: of an organization there are none. */
async function listed(ports: ReadingPorts, c: Context<Environment>) {
  const asked = c.req.param("project") ?? c.req.query("project");
  if (asked === undefined) return [];
  const name = projectName(asked);
  const releases = (await releasesOf(ports, c, name)).slice(0, LISTED_MAX);
  return releases.map((release) => shownOf(release, [name]));
}

/** A release with the projects it is of. Throws `release_not_found`. */
async function found(ports: ReadingPorts, c: Context<Environment>) {
  const version = c.req.param("version") ?? "";
  const names = await projectsMeant(ports, c, version);
  for (const name of names) {
    const release = (await releasesOf(ports, c, name)).find((each) => each.release === version);
    if (release) return { release, names };
  }
  throw new VisibleError("not_found", "release_not_found", "This release was never announced.");
}

async function deploysOf(ports: ReadingPorts, c: Context<Environment>) {
  const { release } = await found(ports, c);
  return release.deploys.map(deployShown);
}

async function releasesOf(ports: ReadingPorts, c: Context<Environment>, name: string) {
  refuseUnlessMay(c, "source-maps", name);
  return listReleases(ports, await requireProject(ports, name));
}

const shownOf = ({ release: version, at, released, commits }: Release, projects: readonly string[]) =>
  shown({ version, projects, at, released, commits: commits.length });

interface Shown {
  readonly version: string;
  readonly projects: readonly string[];
  readonly at: number;
  readonly released: number | undefined;
  readonly commits: number;
}

const shown = ({ version, projects, at, released, commits }: Shown) => ({
  version,
  shortVersion: version,
  dateCreated: new Date(at).toISOString(),
  dateReleased: released === undefined ? null : new Date(released).toISOString(),
  newGroups: 0,
  commitCount: commits,
  projects: projects.map((slug) => ({ slug, name: slug })),
});

const deployShown = ({ environment, at }: { readonly environment: string; readonly at: number }) => ({
  id: String(at),
  name: null,
  environment,
  url: null,
  dateStarted: null,
  dateFinished: new Date(at).toISOString(),
});
