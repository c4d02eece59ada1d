import { VisibleError } from "@faultline/core/visible-error";
import type * as z from "zod";

/** An opaque text that brings a listing back to where it was. */
export const writeCursor = (place: unknown): string =>
  Buffer.from(JSON.stringify(place)).toString("base64url");

/** Throws `bad_cursor` for anything we did not write. */
export function readCursor<T>(schema: z.ZodType<T>, cursor: string): T {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch {
    // Whatever is wrong with it, the advice is the same.
    throw new VisibleError(
      "bad_request",
      "bad_cursor",
      "Leave the cursor out to start again from the first page.",
    );
  }
}
