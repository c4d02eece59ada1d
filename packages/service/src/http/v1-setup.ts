import { protocols } from "@faultline/protocols/all";
import { guidesFor } from "@faultline/protocols/guides/all";
import { baseOf } from "@faultline/protocols/setup";
import * as z from "zod";
import type { Ports } from "../ports.js";
import { requireProject } from "../projects/projects.js";
import { setupKey } from "../projects/setup-key.js";
import { type ApiApp, apiApp, createRoute, json, refusals } from "./openapi.js";
import { ProjectPath } from "./schemas.js";

const GuideStep = z.object({
  does: z.enum(["install", "configure", "test"]),
  file: z.string().optional().openapi({ description: "Where the code goes; missing for a terminal" }),
  code: z.string(),
});

const Guide = z
  .object({
    id: z.string(),
    title: z.string(),
    group: z.enum(["server", "client", "any"]),
    steps: z.array(GuideStep),
  })
  .openapi("Guide");

export const Setup = z
  .looseObject({
    project: z.string(),
    key: z.string(),
    endpoint: z.string().openapi({ description: "Where this deployment is reached, without a path" }),
    guides: z.array(Guide).openapi({ description: "By language: from nothing to a first error" }),
  })
  .openapi("Setup", {
    description:
      "Each further entry is a client's: `title`, `snippet` (lines to copy), perhaps a `note`, and its settings by their own names",
  });

const get = createRoute({
  method: "get",
  path: "/v1/projects/{project}/setup",
  summary: "What to tell each SDK to report to this project, with a key of its own",
  request: { params: ProjectPath },
  responses: { 200: json(Setup, "Addresses, key and lines to copy"), ...refusals },
});

export function setupRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(get, async (c) => {
    const project = await requireProject(ports, c.req.valid("param").project);
    const key = await setupKey(ports, project.name);
    // It holds a key: no cache may keep it.
    c.header("cache-control", "no-store");
    const place = { publicUrl: ports.settings.publicUrl, project, key };
    const clients = Object.fromEntries(protocols.flatMap((wire) => Object.entries(wire.setups(place))));
    const guides = guidesFor(place).map((guide) => ({ ...guide, steps: [...guide.steps] }));
    return c.json({ ...clients, guides, project: project.name, key, endpoint: baseOf(place) }, 200);
  });
  return app;
}
