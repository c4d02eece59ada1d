import { VisibleError } from "@faultline/core/visible-error";
import type { MiddlewareHandler } from "hono";
import type { Environment } from "./request-context.js";

/** A body of another type would pass by unread and be taken for an empty one. */
export const jsonOnly: MiddlewareHandler<Environment> = async (c, next) => {
  const type = c.req.header("content-type") ?? "";
  const mayHaveBody = c.req.method !== "GET" && c.req.method !== "DELETE";
  const hasBody = mayHaveBody && (type !== "" || (await c.req.text()) !== "");
  if (hasBody && !/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type)) {
    throw new VisibleError(
      "unsupported_media_type",
      "unsupported_media_type",
      "Send the body as application/json.",
    );
  }
  await next();
};
