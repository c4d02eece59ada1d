import { VisibleError } from "@faultline/core/visible-error";
import type { Context } from "hono";
import * as z from "zod";
import { assigneesFor } from "../people/assignee.js";
import { may } from "../people/rights.js";
import { personIdIn } from "../people/who.js";
import type { Ports } from "../ports.js";
import { listProjects, requireProject } from "../projects/projects.js";
import { allIssues } from "../query/all-issues.js";
import { refuseUnknownTags } from "../query/find/unknown-tags.js";
import { valuesAmong } from "../query/find/values-of.js";
import { searchKey } from "../query/syntax/keys.js";
import { parseQuery } from "../query/syntax/parse.js";
import { readingOnce } from "../table/read-once.js";
import { FoundIssues, ListQuery, renderedPage } from "./listed-issues.js";
import { type ApiApp, apiApp, createRoute, json, refusals } from "./openapi.js";
import type { Environment } from "./request-context.js";
import { ProjectPath } from "./schemas.js";

const inbox = createRoute({
  method: "get",
  path: "/v1/issues",
  summary: "The issues of all projects one may read, in one order",
  request: { query: ListQuery },
  responses: { 200: json(FoundIssues, "A page of issues"), ...refusals },
});

const ValuesIn = z.object({
  key: z.string().openapi({ example: "release" }),
  prefix: z.string().default(""),
});
const Values = z.object({ values: z.array(z.string()), cursor: z.null() });

const values = createRoute({
  method: "get",
  path: "/v1/projects/{project}/search/values",
  summary: "What may follow a key of a search: the values a project's events have that begin so",
  request: {
    params: ProjectPath,
    query: ValuesIn,
  },
  responses: {
    200: json(Values, "Up to twenty, in lower case as they are compared"),
    ...refusals,
  },
});

const anywhere = createRoute({
  method: "get",
  path: "/v1/search/values",
  summary: "The same over the projects one may read, of as many of them as are enough",
  request: { query: ValuesIn },
  responses: { 200: json(Values, "Up to twenty, in lower case as they are compared"), ...refusals },
});

/** So many projects are looked through at once. */
const PROJECTS_MAX = 300;

/** Search over all projects, and what helps to type one. */
export function searchRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  const readable = async (c: Context<Environment>): Promise<string[]> =>
    (await listProjects(ports)).map(({ name }) => name).filter((name) => may(c.get("scope"), "read", name));
  const completed = (
    c: Context<Environment>,
    projects: readonly string[],
    asked: z.infer<typeof ValuesIn>,
  ): Promise<string[]> => {
    const me = personIdIn(c.get("scope"));
    return searchKey(asked.key)?.kind === "own"
      ? assigneesFor(ports, projects, { me, prefix: asked.prefix })
      : valuesAmong(ports, projects, asked.key, asked.prefix);
  };
  app.openapi(inbox, async (c) => {
    const projects = await readable(c);
    if (projects.length > PROJECTS_MAX)
      throw new VisibleError(
        "unprocessable",
        "bad_request",
        `There are more than ${PROJECTS_MAX} projects: ask for each by /v1/projects/{project}/issues.`,
      );
    const asked = c.req.valid("query");
    const once = readingOnce(ports);
    const me = personIdIn(c.get("scope"));
    await refuseUnknownTags(once, projects, parseQuery(asked.query ?? "", { now: ports.clock.now(), me }));
    const page = await allIssues(once, { projects, ...asked, me });
    return c.json(await renderedPage(once, page, asked), 200);
  });
  app.openapi(values, async (c) => {
    const { project } = c.req.valid("param");
    await requireProject(ports, project);
    return c.json({ values: await completed(c, [project], c.req.valid("query")), cursor: null }, 200);
  });
  app.openapi(anywhere, async (c) => {
    const values = await completed(c, await readable(c), c.req.valid("query"));
    return c.json({ values, cursor: null }, 200);
  });
  return app;
}
