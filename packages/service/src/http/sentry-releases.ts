import { projectName } from "@faultline/core/project";
import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Ports } from "../ports.js";
import { noteDeploy } from "../projects/deploys.js";
import { guarded } from "./caller.js";
import { jsonBody } from "./json-body.js";
import type { Environment } from "./request-context.js";
import { uploadProject } from "./upload-project.js";
import type { Access } from "./v1.js";

// The calls that sentry-cli makes for `releases new`, `finalize`, `set-commits` and `deploys new`, with a token of the
// scope `source-maps`: https://docs.sentry.io/api/releases/. Of each we keep that the release is there, and since when.

const Release = z.looseObject({
  version: z.string().max(1000).optional(),
  projects: z.array(z.string()).max(20).nullish(),
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
async function noted(ports: Pick<Ports, "log" | "clock" | "ids" | "settings">, c: Context<Environment>) {
  const { version: named, projects } = await jsonBody(c, Release, "Send a release as sentry-cli does.");
  const version = c.req.param("version") ?? named ?? "";
  const ofPath = c.req.param("project");
  const names = (projects ?? (ofPath === undefined ? [] : [ofPath])).map(projectName);
  for (const name of names) {
    await uploadProject(ports, c, name);
    await noteDeploy(ports, name, version);
  }
  return shown(ports, version, names);
}

async function deployed(ports: Pick<Ports, "log" | "clock" | "ids" | "settings">, c: Context<Environment>) {
  await noted(ports, c);
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
