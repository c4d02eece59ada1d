import type { Project } from "@faultline/core/project";
import type { Context } from "hono";
import { may } from "../people/rights.js";
import type { Ports } from "../ports.js";
import { ensureProject, requireProject } from "../projects/projects.js";
import { refuseUnlessMay } from "./caller.js";
import type { Environment } from "./request-context.js";

/**
 * The project that a build sends source maps or a release to. Who manages it begins it so; what a CI has does not make
 * projects. Throws `not_allowed`, `project_not_found`.
 */
export async function uploadProject(
  ports: Pick<Ports, "log" | "clock" | "ids">,
  c: Context<Environment>,
  name: string,
): Promise<Project> {
  refuseUnlessMay(c, "source-maps", name);
  const mayMake = may(c.get("scope"), "manage", name);
  return mayMake ? ensureProject(ports, name) : requireProject(ports, name);
}
