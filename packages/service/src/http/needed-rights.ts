import type { Right } from "../people/rights.js";

/**
 * What a route needs, and where. `project`: in the one of its address. `all`: in every project. `some`: in any; its handler
 * asks for each project whether the caller may there. `self`: of one's own for any person, and of others for who has the right
 * in every project. `person`: of one's own alone, so for people; `own`: for people and the master key. Members do some of what else takes `manage`: setting a project up.
 */
export interface Need {
  readonly right: Right;
  readonly of: "project" | "all" | "some" | "self" | "person" | "own";
  readonly isForMembers?: true;
}

const of = (place: Need["of"], right: Right, ...routes: readonly string[]) =>
  routes.map((route): [string, Need] => [route, { right, of: place }]);

const ofMembers = (...routes: readonly string[]) =>
  routes.map((route): [string, Need] => [route, { right: "manage", of: "project", isForMembers: true }]);

const PROJECT = "/v1/projects/:project";
const ISSUE = `${PROJECT}/issues/:issue`;
const COMMENTS = `${ISSUE}/comments`;
const OCCURRENCE = `${ISSUE}/occurrences/:event`;
const V0_PROJECT = "/v0/projects/:project";
const V0_ERROR = `${V0_PROJECT}/errors/:message`;
const SENTRY = "/api/0/organizations/:organization";
const SENTRY_PROJECT = "/api/0/projects/:organization/:project";

const releaseCalls = (base: string): string[] => [
  `GET ${base}/releases`,
  `POST ${base}/releases`,
  `GET ${base}/releases/:version`,
  `PUT ${base}/releases/:version`,
  `POST ${base}/releases/:version/deploys`,
  `GET ${base}/releases/:version/previous-with-commits`,
  `GET ${base}/releases/:version/deploys`,
  `GET ${base}/releases/:version/:list{commits|files}`,
];

/** Every route that wants a key, and the one right it needs, by method and path. What SDKs post to needs `post`. */
export const NEEDS: ReadonlyMap<string, Need> = new Map([
  ...of("some", "read", "GET /v1/issues", "GET /v1/search/values"),
  ...of("project", "read", `GET ${PROJECT}/search/values`),
  ...of("some", "read", "GET /v1/projects", "GET /v0/projects", "GET /v0/info", "GET /v1/people"),
  ...of("all", "read", "GET /v1/status", "GET /v1/outages"),
  ...of("project", "read", `GET ${PROJECT}`, `GET ${PROJECT}/timeline`, `GET ${PROJECT}/releases`),
  ...of("project", "read", `GET ${PROJECT}/releases/:release`),
  ...of("project", "read", `GET ${PROJECT}/rules`, `POST ${PROJECT}/rules/preview`),
  ...of("project", "read", `GET ${PROJECT}/source-maps`, `GET ${PROJECT}/destinations`),
  ...of("project", "read", "GET /v1/projects/faultline/metrics"),
  ...of(
    "project",
    "read",
    `GET ${PROJECT}/issues`,
    `GET ${ISSUE}`,
    `GET ${ISSUE}/timeline`,
    `GET ${ISSUE}/tags`,
  ),
  ...of("project", "read", `GET ${ISSUE}/grouping`, `GET ${ISSUE}/deliveries`, `GET ${ISSUE}/occurrences`),
  ...of(
    "project",
    "read",
    `GET ${OCCURRENCE}`,
    `GET ${OCCURRENCE}/grouping`,
    `GET ${OCCURRENCE}/neighbours`,
    `GET ${OCCURRENCE}/same-request`,
  ),
  ...of("project", "read", `GET ${V0_PROJECT}/errors`, `GET ${V0_ERROR}`, `GET ${V0_ERROR}/occurrences`),
  ...of("project", "read", `GET ${V0_ERROR}/occurrences/:reversedUnixtime`),

  ...of("project", "read", `GET ${ISSUE}/activity`, `GET ${COMMENTS}`),

  ...of("project", "triage", `POST ${COMMENTS}`, `PATCH ${COMMENTS}/:comment`, `DELETE ${COMMENTS}/:comment`),
  ...of("project", "triage", `PATCH ${ISSUE}`, `PATCH ${PROJECT}/issues`, `PATCH ${V0_ERROR}`),
  ...of("project", "triage", `POST ${ISSUE}/merge`, `POST ${ISSUE}/unmerge`),

  ...of("project", "source-maps", `POST ${PROJECT}/releases`),
  ...of("project", "source-maps", `PUT ${PROJECT}/source-maps/:release/:file`),
  ...of("project", "source-maps", ...releaseCalls(SENTRY_PROJECT)),
  ...of("some", "source-maps", `GET ${SENTRY}/chunk-upload`, `POST ${SENTRY}/chunk-upload`),
  ...of("some", "source-maps", `POST ${SENTRY}/artifactbundle/assemble`, `GET ${SENTRY}/repos`, "GET /api/0"),
  ...of("some", "source-maps", ...releaseCalls(SENTRY)),

  ...of(
    "project",
    "manage",
    `PUT ${PROJECT}`,
    `PATCH ${PROJECT}`,
    `DELETE ${PROJECT}`,
    `DELETE ${PROJECT}/links`,
  ),
  ...of("project", "manage", `GET ${PROJECT}/keys`, `POST ${PROJECT}/keys`, `DELETE ${PROJECT}/keys/:key`),
  ...ofMembers(`GET ${PROJECT}/setup`, `PUT ${PROJECT}/notifications`, `POST ${PROJECT}/notifications/test`),
  ...ofMembers(`POST ${PROJECT}/destinations`, `GET ${PROJECT}/destinations/:destination`),
  ...ofMembers(`PATCH ${PROJECT}/destinations/:destination`, `DELETE ${PROJECT}/destinations/:destination`),
  ...ofMembers(`PUT ${PROJECT}/rules`),
  ...of("project", "manage", `DELETE ${ISSUE}`, `DELETE ${V0_ERROR}`, `DELETE ${V0_PROJECT}`),
  ...of("some", "manage", "GET /v1/audit"),
  ...of("some", "manage", "GET /v1/tokens", "POST /v1/tokens", "DELETE /v1/tokens/:token"),
  ...of("some", "manage", "POST /v1/invites", "DELETE /v1/invites/:invite"),
  ...of("some", "manage", "PATCH /v1/people/:person", "DELETE /v1/people/:person"),
  ...of("all", "manage", "POST /v1/encrypt", "POST /v0/encrypt"),
  ...of("all", "read", "GET /v1/destinations"),
  ...of("all", "manage", "POST /v1/destinations", "POST /v1/destinations/test"),
  ...of("all", "manage", "GET /v1/destinations/:destination", "PATCH /v1/destinations/:destination"),
  ...of("all", "manage", "DELETE /v1/destinations/:destination"),
  ...of("person", "read", "GET /v1/account", "PUT /v1/account/password", "POST /v1/account/passkeys"),
  ...of("person", "read", "PATCH /v1/account"),
  ...of("person", "read", "POST /v1/account/passkeys/options", "DELETE /v1/account/passkeys/:passkey"),
  ...of("own", "read", "GET /v1/saved-views", "POST /v1/saved-views"),
  ...of("own", "read", "PATCH /v1/saved-views/:view", "DELETE /v1/saved-views/:view"),
  ...of("self", "manage", "GET /v1/sessions", "DELETE /v1/sessions", "DELETE /v1/sessions/:session"),
]);
