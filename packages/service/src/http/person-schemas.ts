import "./described-schemas.js";
import * as z from "zod";
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

const Text = z.string().max(20_000);
/** What a browser adds beyond it is left out. */
const Credential = z.object({
  id: Text,
  rawId: Text,
  type: z.literal("public-key"),
  clientExtensionResults: z.object({}),
});

/** What a browser says of a passkey it has made: https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson */
const MadePasskey = Credential.extend({
  response: z.object({
    clientDataJSON: Text,
    attestationObject: Text,
    transports: z.array(z.string().max(50)).max(20).optional(),
  }),
});

/** What it says of one that was shown: https://www.w3.org/TR/webauthn-3/#dictdef-authenticationresponsejson */
const ShownPasskey = Credential.extend({
  response: z.object({
    clientDataJSON: Text,
    authenticatorData: Text,
    signature: Text,
    userHandle: Text.optional(),
  }),
});

export const AskedPasskey = z
  .object({
    options: z
      .record(z.string(), z.unknown())
      .openapi({ description: "For the browser, as WebAuthn has them" }),
    challenge: z.string().openapi({ description: "To be sent back with the answer, within five minutes" }),
  })
  .openapi("AskedPasskey");

export const NewPasskey = z.object({ challenge: Text, response: MadePasskey });
export const UsedPasskey = z.object({ challenge: Text, response: ShownPasskey });
