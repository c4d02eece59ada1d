import type { Hono } from "hono";
import { isFit } from "../regions/health.js";
import type { Statuses } from "../regions/status-report.js";
import { frame, newApp } from "./frame.js";
import type { Known } from "./known.js";
import { receive } from "./receive.js";
import { takesReports } from "./report-paths.js";
import type { Environment } from "./request-context.js";
import { pathOf } from "./request-url.js";

type IntakePorts = Parameters<typeof receive>[0];

interface Intake {
  readonly statuses: Statuses;
  readonly known: Known;
}

/** The HTTP service of a region as far as errors are sent to it: for a process that loads the rest when it is asked for. */
export function createIntake(ports: IntakePorts, intake: Intake): Hono<Environment> {
  const app = newApp();
  frame(app, ports, intake.known);
  intakeRoutes(app, ports, intake);
  return app;
}

/** True for what `createIntake` answers: reports, their preflights, and whether the region is well. */
export function isForIntake({ method, url }: Pick<Request, "method" | "url">): boolean {
  const path = pathOf(url);
  return HEALTH.has(path) || ((method === "POST" || method === "OPTIONS") && takesReports(path));
}

const HEALTH = new Set(["/health", "/health/live", "/health/canary"]);

export function intakeRoutes(app: Hono<Environment>, ports: IntakePorts, { statuses, known }: Intake): void {
  app.get("/health/live", (c) => c.json({ status: "alive", region: ports.region }));
  app.get("/health/canary", async (c) => {
    const healthy = await statuses.healthy();
    return c.json({ healthy, region: ports.region }, healthy ? 200 : 503);
  });
  app.get("/health", async (c) => {
    const healthy = await isFit(statuses);
    return c.json({ status: healthy ? "healthy" : "unhealthy", region: ports.region }, healthy ? 200 : 503);
  });
  app.route("/", receive(ports, known.authenticate, known.projects));
}
