import { parsedJson } from "@faultline/core/parsed-json";
import { formatTime } from "@faultline/core/time";
import type { MiddlewareHandler } from "hono";
import * as z from "zod";
import { type AuditLine, listLines } from "../people/audit.js";
import { may } from "../people/rights.js";
import type { Ports } from "../ports.js";
import { readCursor, writeCursor } from "../query/cursor.js";
import { type ApiApp, apiApp, createRoute, json, refusals } from "./openapi.js";
import type { Environment } from "./request-context.js";
import { Cursor, Limit, Time, TimeIn } from "./schemas.js";

export const Line = z
  .object({
    at: Time,
    by: z.string().openapi({ description: "Who", example: "token CI of the shop" }),
    byId: z.string().optional().openapi({ description: "Their id; two may have the same name" }),
    did: z.string().openapi({ description: "Method and route", example: "PATCH /v1/projects/{project}" }),
    path: z.string(),
    project: z.string().optional(),
    detail: z.unknown().optional().openapi({ description: "What was decided, made or ended" }),
    from: z.string().openapi({ description: "The address; of IPv6 the network" }),
    agent: z.string().optional(),
    region: z.string(),
    status: z.number().int().optional().openapi({
      description: "How it was answered; missing when the region ended in between",
    }),
  })
  .openapi("AuditLine");

const Page = z.object({ lines: z.array(Line), cursor: z.string().nullable() });

const list = createRoute({
  method: "get",
  path: "/v1/audit",
  summary: "Who changed what, from where, when: the latest first, kept as long as events",
  description:
    "`format=jsonl` answers a page with a line of JSON for each; the header `link` leads to the next page, as long as there is one.",
  request: {
    query: z.object({
      from: TimeIn.optional(),
      to: TimeIn.optional(),
      format: z.enum(["json", "jsonl"]).default("json"),
      cursor: Cursor,
      limit: Limit,
    }),
  },
  responses: {
    200: json(Page, "A page of them"),
    ...refusals,
  },
});

const Position = z.object({ sk: z.string() });

/** What people and programs changed. Lines of a project are shown to who manages it, all others to who manages all. */
export function auditRoutes(ports: Pick<Ports, "log">): ApiApp {
  const app = apiApp();
  app.use("/v1/audit", asLines);
  app.openapi(list, async (c) => {
    const { cursor: after, format: _, ...asked } = c.req.valid("query");
    const { lines, next } = await listLines(ports, {
      ...asked,
      after: after === undefined ? undefined : readCursor(Position, after).sk,
      isShown: ({ project }) => may(c.get("scope"), "manage", project),
    });
    const cursor = next === undefined ? null : writeCursor({ sk: next });
    return c.json({ lines: lines.map(rendered), cursor }, 200);
  });
  return app;
}

/** A page as lines of JSON, where that is asked for. */
const asLines: MiddlewareHandler<Environment> = async (c, next) => {
  await next();
  if (c.req.query("format") !== "jsonl" || !c.res.ok) return;
  const { lines, cursor } = Page.parse(await c.res.json());
  const headers = new Headers({ "content-type": "application/jsonl; charset=utf-8" });
  if (cursor !== null) headers.set("link", `<${nextOf(c.req.url, cursor)}>; rel="next"`);
  c.res = new Response(lines.map((line) => `${JSON.stringify(line)}\n`).join(""), { headers });
};

/** The same address, from there on: a path, since a proxy may have changed what stands before it. */
function nextOf(url: string, cursor: string): string {
  const { searchParams } = new URL(url);
  searchParams.set("cursor", cursor);
  return `/v1/audit?${searchParams}`;
}

const rendered = ({ at, detail, did, ...line }: AuditLine): z.infer<typeof Line> => ({
  at: formatTime(at),
  ...line,
  did: did.replace(/:(\w+)(\{[^}]*\})?/g, "{$1}"),
  detail: detail === undefined ? undefined : (parsedJson(detail) ?? detail),
});
