import { VisibleError } from "@faultline/core/visible-error";
import { parseJson } from "@faultline/protocols/json";
import type { Context } from "hono";
import type * as z from "zod";
import { readBody } from "./body.js";

/** A JSON body of the given shape. Throws `bad_request` with the advice for any other. */
export async function jsonBody<T>(c: Context, schema: z.ZodType<T>, advice: string): Promise<T> {
  const parsed = schema.safeParse(parseJson(await readBody(c.req.raw)));
  if (parsed.success) return parsed.data;
  throw new VisibleError("bad_request", "bad_request", advice);
}
