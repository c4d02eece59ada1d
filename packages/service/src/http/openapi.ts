import { VisibleError } from "@faultline/core/visible-error";
import { OpenAPIHono, type z } from "@hono/zod-openapi";
import type { Environment } from "./request-context.js";
import { Problem } from "./schemas.js";

/** An app whose routes validate by the schemas that `/openapi.json` shows. */
export function apiApp(): OpenAPIHono<Environment> {
  return new OpenAPIHono<Environment>({
    defaultHook: (result) => {
      if (result.success) return;
      const [issue] = result.error.issues;
      const where = issue?.path.join(".") || result.target;
      throw new VisibleError(
        "unprocessable",
        "bad_request",
        `${where}: ${issue?.message ?? "not as described"}`,
      );
    },
  });
}

/** A JSON answer in a route's description. */
export const json = <T extends z.ZodType>(schema: T, description: string) => ({
  content: { "application/json": { schema } },
  description,
});

export const body = <T extends z.ZodType>(schema: T) => ({
  body: { content: { "application/json": { schema } }, required: true },
});

/** What any route may refuse with. */
export const refusals = {
  default: {
    content: { "application/problem+json": { schema: Problem } },
    description: "A refusal; `code` is in docs/errors.md",
  },
} as const;
