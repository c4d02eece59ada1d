import { z } from "@hono/zod-openapi";
import { PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN } from "../people/password.js";
import { isNameOfKey } from "../people/who.js";

/** What somebody is called. Not what the audit calls a key. */
export const PersonName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .refine((name) => !isNameOfKey(name), { error: "this is what keys are called; choose another name" });

export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email());

/** One that is chosen. */
export const NewPassword = z.string().min(PASSWORD_CHARS_MIN).max(PASSWORD_CHARS_MAX);

/** One that is tried: of any length that may have been chosen. */
export const TriedPassword = z.string().min(1).max(PASSWORD_CHARS_MAX);

export const InviteToken = z.string().regex(/^[0-9a-f]{32}$/, "as it stands in the link, behind the #");
