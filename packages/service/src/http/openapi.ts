import "./described-schemas.js";
import { OpenAPIRegistry, OpenApiGeneratorV31 } from "@asteasolutions/zod-to-openapi";
import { VisibleError } from "@faultline/core/visible-error";
import type { RouteConfig, RouteHandler } from "@hono/zod-openapi";
import { type Handler, Hono, type MiddlewareHandler } from "hono";
import { validator } from "hono/validator";
import * as z from "zod";
import { jsonOnly } from "./json-only.js";
import type { Environment } from "./request-context.js";
import { Problem } from "./schemas.js";

/** An app whose routes validate by the schemas that `/openapi.json` shows. */
export class ApiApp extends Hono<Environment> {
  readonly described = new OpenAPIRegistry();

  /** Answers a route, and describes it. */
  openapi<R extends RouteConfig>(route: R, handler: RouteHandler<R, Environment>): void {
    this.described.registerPath(route);
    const path = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
    this.on(route.method, [path], ...checksOf(route), handler as Handler<Environment>);
  }

  /** Answers, and describes, what another app does. */
  include(app: ApiApp): void {
    this.route("/", app);
    for (const definition of app.described.definitions)
      if (definition.type === "route") this.described.registerPath(definition.route);
  }

  /** Of all that was described so far. */
  describe(head: Parameters<OpenApiGeneratorV31["generateDocument"]>[0]) {
    return new OpenApiGeneratorV31(this.described.definitions).generateDocument(head);
  }
}

export const apiApp = (): ApiApp => new ApiApp();

/** A route that an app may answer; gives back what it was given, its type with the words of its path. */
export const createRoute = <P extends string, R extends Omit<RouteConfig, "path"> & { path: P }>(
  route: R,
): R => route;

function checksOf({ request }: RouteConfig): MiddlewareHandler[] {
  const { query, params, body: sent } = request ?? {};
  const described = sent?.content["application/json"];
  const schema = described && "schema" in described ? described.schema : undefined;
  return [
    ...(query ? [checked("query", query)] : []),
    ...(params ? [checked("param", params)] : []),
    ...(schema instanceof z.ZodType ? [jsonOnly, bodyChecked(schema, sent?.required !== false)] : []),
  ];
}

const checked = (target: "query" | "param" | "json", schema: z.ZodType): MiddlewareHandler =>
  validator(target, async (value: unknown) => {
    const { error, data } = await schema.safeParseAsync(value);
    if (!error) return data;
    const [issue] = error.issues;
    const where = issue?.path.join(".") || target;
    throw new VisibleError(
      "unprocessable",
      "bad_request",
      `${where}: ${issue?.message ?? "not as described"}`,
    );
  });

/** Where a body may be left out, none is an empty one. */
function bodyChecked(schema: z.ZodType, isRequired: boolean): MiddlewareHandler {
  const check = checked("json", schema);
  return async (c, next) => {
    if (isRequired || (await c.req.text()) !== "") return check(c, next);
    c.req.addValidatedData("json", {});
    await next();
  };
}

/** A JSON answer in a route's description. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  content: { "application/json": { schema } },
  description,
});

export const body = <T extends z.ZodType>(schema: T) => ({
  body: { content: { "application/json": { schema } }, required: true },
});

/** One that may be left out: then it is an empty object. */
export const optionalBody = <T extends z.ZodType>(schema: T) => ({
  body: { ...body(schema).body, required: false },
});

/** What any route may refuse with. */
export const refusals = {
  default: {
    content: { "application/problem+json": { schema: Problem } },
    description: "A refusal; `code` is in docs/errors.md",
  },
} as const;
