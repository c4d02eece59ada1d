import type { Project as StoredProject } from "@faultline/core/project";
import * as z from "zod";
import { may } from "../people/rights.js";
import type { Ports } from "../ports.js";
import { applyProject } from "../projection/apply-project.js";
import {
  deleteProject,
  getProject,
  listProjects,
  patchProject,
  putProject,
  requireProject,
} from "../projects/projects.js";
import { projectSummary } from "../query/project-summary.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { renderProject } from "./render.js";
import { Project, ProjectPath, ProjectSettings } from "./schemas.js";

const list = createRoute({
  method: "get",
  path: "/v1/projects",
  summary: "Every project one may read, the built-in one first, then by name",
  responses: {
    200: json(z.object({ projects: z.array(Project), cursor: z.null() }), "Projects"),
    ...refusals,
  },
});

const get = createRoute({
  method: "get",
  path: "/v1/projects/{project}",
  summary: "A project: its settings, its counts, its last 24 hours",
  request: { params: ProjectPath },
  responses: { 200: json(Project, "The project"), ...refusals },
});

const put = createRoute({
  method: "put",
  path: "/v1/projects/{project}",
  summary: "Create a project, or change its settings",
  request: { params: ProjectPath, ...body(ProjectSettings) },
  responses: { 200: json(Project, "Changed"), 201: json(Project, "Created"), ...refusals },
});

const patch = createRoute({
  method: "patch",
  path: "/v1/projects/{project}",
  summary: "Change settings of a project that exists",
  request: { params: ProjectPath, ...body(ProjectSettings) },
  responses: { 200: json(Project, "Changed"), ...refusals },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/projects/{project}",
  summary: "Delete a project and all it has received",
  request: { params: ProjectPath },
  responses: { 204: { description: "Deleted" }, ...refusals },
});

const revokeLinks = createRoute({
  method: "delete",
  path: "/v1/projects/{project}/links",
  summary:
    "Revoke every link to an occurrence that was handed out so far (`linkExpires` of a config makes them)",
  request: { params: ProjectPath },
  responses: { 204: { description: "They show nothing any more" }, ...refusals },
});

export function projectRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  const rendered = async (project: StoredProject) =>
    renderProject(project, await projectSummary(ports, project.name));
  app.openapi(list, async (c) => {
    const all = await listProjects(ports);
    const projects = all.filter(({ name }) => may(c.get("scope"), "read", name));
    return c.json({ projects: await Promise.all(projects.map(rendered)), cursor: null }, 200);
  });
  app.openapi(get, async (c) =>
    c.json(await rendered(await requireProject(ports, c.req.valid("param").project)), 200),
  );
  app.openapi(put, async (c) => {
    const { project: name } = c.req.valid("param");
    c.set("told", { detail: c.req.valid("json") });
    const existed = await getProject(ports, name);
    const project = await putProject(ports, name, c.req.valid("json"));
    return existed ? c.json(await rendered(project), 200) : c.json(await rendered(project), 201);
  });
  app.openapi(patch, async (c) => {
    c.set("told", { detail: c.req.valid("json") });
    const project = await patchProject(ports, c.req.valid("param").project, c.req.valid("json"));
    return c.json(await rendered(project), 200);
  });
  app.openapi(revokeLinks, async (c) => {
    await patchProject(ports, c.req.valid("param").project, { linksRevokedAt: ports.clock.now() });
    return c.body(null, 204);
  });
  app.openapi(remove, async (c) => {
    // Into this region's view at once, so that who deleted sees it gone.
    const { project } = c.req.valid("param");
    await deleteProject(ports, project);
    await applyProject(ports, project);
    return c.body(null, 204);
  });
  return app;
}
