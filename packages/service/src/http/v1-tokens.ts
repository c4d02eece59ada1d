import { formatTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { may, RIGHTS } from "../people/rights.js";
import { createToken, type ListedToken, listTokens, requireToken, revokeToken } from "../people/tokens.js";
import { nameOf } from "../people/who.js";
import type { Ports } from "../ports.js";
import type { Scope } from "../projects/authenticate.js";
import { ensureProject } from "../projects/projects.js";
import { refuseUnlessMay } from "./caller.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { Time, TimeIn } from "./schemas.js";

const Scopes = z.array(z.enum(RIGHTS)).openapi({ example: ["source-maps"] });

export const Token = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: Scopes,
    project: z.string().optional().openapi({ description: "The one project it is for; all when left out" }),
    hint: z.string().openapi({ description: "The last characters, to tell tokens apart" }),
    createdAt: Time,
    createdBy: z.string(),
    expiresAt: Time.optional(),
    usedAt: Time.optional().openapi({ description: "When it was used last; may lag an hour behind" }),
  })
  .openapi("Token");

export const CreatedToken = z
  .object({ id: z.string(), token: z.string(), scopes: Scopes })
  .openapi("CreatedToken");

const Wanted = z.strictObject({
  scopes: Scopes.min(1),
  project: z.string().optional(),
  expiresAt: TimeIn.optional(),
  name: z.string().trim().max(100).default(""),
});

const list = createRoute({
  method: "get",
  path: "/v1/tokens",
  summary: "Tokens, without themselves, oldest first",
  responses: { 200: json(z.object({ tokens: z.array(Token), cursor: z.null() }), "Tokens"), ...refusals },
});

const create = createRoute({
  method: "post",
  path: "/v1/tokens",
  summary:
    "A new token for one project or all, told this once; goes in `x-api-key` or `Authorization: Bearer`",
  request: body(Wanted),
  responses: { 201: json(CreatedToken, "The token"), ...refusals },
});

const revoke = createRoute({
  method: "delete",
  path: "/v1/tokens/{token}",
  summary: "Revoke a token, in both regions within a minute",
  request: { params: z.object({ token: z.string() }) },
  responses: { 204: { description: "Revoked" }, ...refusals },
});

export function tokenRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(list, async (c) => {
    const tokens = await listTokens(ports);
    const shown = tokens.filter(({ project }) => may(c.get("scope"), "manage", project));
    return c.json({ tokens: shown.map(rendered), cursor: null }, 200);
  });
  app.openapi(create, async (c) => {
    const { project, expiresAt, name, scopes: asked } = c.req.valid("json");
    const scopes = RIGHTS.filter((right) => asked.includes(right));
    const scope = c.get("scope");
    refuseUnlessMay(c, "manage", project);
    for (const right of scopes) refuseUnlessMay(c, right, project);
    refusePast(ports, expiresAt);
    refuseLonger(scope, expiresAt);
    if (project !== undefined) await ensureProject(ports, project);
    const wanted = { name, scopes, project, expiresAt, createdBy: nameOf(scope) };
    const created = await createToken(ports, wanted);
    c.set("told", { project, detail: { token: created.id, name, scopes } });
    return c.json({ ...created, scopes }, 201);
  });
  app.openapi(revoke, async (c) => {
    const token = await requireToken(ports, c.req.valid("param").token);
    refuseUnlessMay(c, "manage", token.project);
    c.set("told", { project: token.project, detail: { token: token.id, name: token.name } });
    await revokeToken(ports, token);
    return c.body(null, 204);
  });
  return app;
}

function refusePast({ clock }: Pick<Ports, "clock">, expiresAt: number | undefined): void {
  if (expiresAt === undefined || expiresAt > clock.now()) return;
  throw new VisibleError("unprocessable", "bad_request", "expiresAt: a time that is yet to come");
}

/** What a token makes does not outlive it: else who has it for a day would have it for ever. */
function refuseLonger(scope: Scope, expiresAt: number | undefined): void {
  const end = scope.kind === "token" ? scope.expiresAt : undefined;
  if (end === undefined || (expiresAt !== undefined && expiresAt <= end)) return;
  throw new VisibleError(
    "forbidden",
    "not_allowed",
    `This token makes tokens that expire by ${formatTime(end)}, when it does itself.`,
  );
}

const rendered = ({
  createdAt,
  expiresAt,
  usedAt,
  hash: _,
  ...token
}: ListedToken): z.infer<typeof Token> => ({
  ...token,
  createdAt: formatTime(createdAt),
  expiresAt: optionalTime(expiresAt),
  usedAt: optionalTime(usedAt),
});

const optionalTime = (at: number | undefined): string | undefined =>
  at === undefined ? undefined : formatTime(at);
