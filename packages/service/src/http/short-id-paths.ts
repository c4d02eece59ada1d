import { readShortId } from "@faultline/core/short-id";
import type { MiddlewareHandler } from "hono";
import type { Ports } from "../ports.js";
import { issueIdOf } from "../query/short-ids.js";
import { plainPath } from "./plain-path.js";
import type { Environment } from "./request-context.js";

/** The addresses that name an issue. */
export const ISSUE_PATHS = "/v1/projects/:project/issues/:issue/*";

/** Where they do: `["", "v1", "projects", project, "issues", issue, …]`, behind whatever the app is served under. */
const AFTER_V1 = { project: 2, issue: 4 };

/**
 * Asks again for the issue's own id where an address names its short one, so that no route has to know of them. Comes before
 * everything else: who asks is told no more than by the id itself.
 */
export function shortIdPaths(
  ports: Pick<Ports, "view">,
  app: { fetch(request: Request, env: unknown): Response | Promise<Response> },
): MiddlewareHandler<Environment> {
  return async (c, next) => {
    const url = new URL(c.req.url);
    const parts = plainPath(url.pathname).split("/");
    const v1 = parts.indexOf("v1");
    const named = parts[v1 + AFTER_V1.issue] ?? "";
    if (!readShortId(named)) return next();
    const issue = await issueIdOf(ports, decoded(parts[v1 + AFTER_V1.project] ?? ""), named);
    if (issue === named) return next();
    url.pathname = parts.with(v1 + AFTER_V1.issue, issue).join("/");
    return app.fetch(new Request(url, c.req.raw), c.env);
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Half of a letter names no project.
    return "";
  }
}
