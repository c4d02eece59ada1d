import { VisibleError } from "@faultline/core/visible-error";
import { bodyLimit } from "hono/body-limit";
import { etag } from "hono/etag";
import type { Ports } from "../ports.js";
import type { Statuses } from "../regions/status-report.js";
import { BODY_BYTES_MAX } from "./body.js";
import { type Callers, guarded } from "./caller.js";
import { jsonOnly } from "./json-only.js";
import { type ApiApp, apiApp } from "./openapi.js";
import { activityRoutes } from "./v1-activity.js";
import { auditRoutes } from "./v1-audit.js";
import { comingInRoutes } from "./v1-coming-in.js";
import { commentRoutes } from "./v1-comments.js";
import { defaultDestinationRoutes } from "./v1-default-destinations.js";
import { destinationRoutes } from "./v1-destinations.js";
import { issueFactRoutes } from "./v1-issue-facts.js";
import { issueRoutes } from "./v1-issues.js";
import { keyRoutes } from "./v1-keys.js";
import { mergeRoutes } from "./v1-merges.js";
import { metricRoutes } from "./v1-metrics.js";
import { notificationRoutes } from "./v1-notifications.js";
import { occurrenceRoutes } from "./v1-occurrences.js";
import { outageRoutes } from "./v1-outages.js";
import { peopleRoutes } from "./v1-people.js";
import { projectRoutes } from "./v1-projects.js";
import { releaseRoutes } from "./v1-releases.js";
import { ruleRoutes } from "./v1-rules.js";
import { savedViewRoutes } from "./v1-saved-views.js";
import { searchRoutes } from "./v1-search.js";
import { setupRoutes } from "./v1-setup.js";
import { sourceMapRoutes } from "./v1-source-maps.js";
import { statusRoutes } from "./v1-status.js";
import { tokenRoutes } from "./v1-tokens.js";

export interface Access extends Callers {
  readonly statuses: Statuses;
}

const GUARDED = [
  "/v1/issues",
  "/v1/search/values",
  "/v1/saved-views",
  "/v1/saved-views/*",
  "/v1/projects",
  "/v1/projects/*",
  "/v1/status",
  "/v1/outages",
  "/v1/encrypt",
  "/v1/destinations",
  "/v1/destinations/*",
  "/v1/tokens",
  "/v1/tokens/*",
  "/v1/audit",
  "/v1/people",
  "/v1/people/*",
  "/v1/invites",
  "/v1/invites/*",
] as const;

const OF_ISSUES = [
  issueRoutes,
  mergeRoutes,
  occurrenceRoutes,
  issueFactRoutes,
  activityRoutes,
  commentRoutes,
];

/** Our own API, and its description. Everything but the sign-in wants a key. */
export function v1(ports: Ports, access: Access): ApiApp {
  const app = apiApp();
  app.include(comingInRoutes(ports, access));
  // Before the rules for bodies of JSON: a map may come compressed, and of any type.
  app.include(sourceMapRoutes(ports, access));
  for (const path of GUARDED) {
    app.use(path, bounded, guarded(access), jsonOnly, taggedAnswers);
  }
  app.include(searchRoutes(ports));
  app.include(savedViewRoutes(ports));
  app.include(projectRoutes(ports));
  for (const routes of OF_ISSUES) app.include(routes(ports));
  app.include(releaseRoutes(ports));
  app.include(ruleRoutes(ports));
  app.include(keyRoutes(ports));
  app.include(setupRoutes(ports));
  for (const routes of [notificationRoutes, destinationRoutes, defaultDestinationRoutes])
    app.include(routes(ports));
  app.include(statusRoutes(ports, access.statuses));
  app.include(metricRoutes(ports));
  app.include(tokenRoutes(ports));
  app.include(peopleRoutes(ports));
  app.include(auditRoutes(ports));
  app.include(outageRoutes(ports, access.statuses));

  describeSecurity(app);
  app.get("/openapi.json", (c) =>
    c.json(
      app.describe({
        openapi: "3.1.0",
        info: {
          title: "Faultline",
          version: ports.settings.version,
          description: "Errors, issues and what was decided about them.",
        },
        security: [{ key: [] }, { bearer: [] }, { session: [] }],
      }),
    ),
  );
  return app;
}

function describeSecurity(app: ApiApp): void {
  app.described.registerComponent("securitySchemes", "key", {
    type: "apiKey",
    in: "header",
    name: "x-api-key",
  });
  app.described.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  app.described.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "faultline_session",
  });
}

const bounded = bodyLimit({
  maxSize: BODY_BYTES_MAX,
  onError: () => {
    throw new VisibleError("too_large", "too_large", "A request may have 5 MB.");
  },
});

/** Pages ask the same again every few seconds: who has the answer that there would be is told so, in a few bytes. */
const taggedAnswers = etag({ weak: true });
