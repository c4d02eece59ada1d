import { mapFreeForm } from "@faultline/core/free-form";
import * as z from "zod";
import { asMeant } from "./config.js";
import type { Registered, Target } from "./destination.js";
import { email } from "./email.js";
import { github } from "./github.js";
import { gitlab } from "./gitlab.js";
import { slack } from "./slack.js";
import { webhook } from "./webhook.js";

/** Every destination. A new one is a file of its own and a line here. */
export const DESTINATIONS: readonly Registered[] = [slack, github, gitlab, webhook, email];

const BY_TYPE = new Map(DESTINATIONS.map((one) => [one.type, one]));
const Typed = z.looseObject({ type: z.string() });

/** What is encrypted has to fit what KMS encrypts, 4 KB. */
const CONFIG_BYTES_MAX = 3000;

/** Where a config leads, or a sentence that says what is wrong with it. Never a value of it: they are secret. */
export function readTarget(input: unknown): Target | string {
  const typed = Typed.safeParse(input);
  const destination = typed.success ? BY_TYPE.get(typed.data.type) : undefined;
  if (!typed.success || !destination) return `type is one of ${[...BY_TYPE.keys()].join(", ")}`;
  if (!fits(typed.data)) return TOO_LONG;
  const target = destination.read(asMeant(typed.data));
  return typeof target === "string" ? target : (refusal(target) ?? target);
}

const TOO_LONG = `a config may have ${CONFIG_BYTES_MAX} bytes`;

function refusal({ type, config }: Target): string | undefined {
  // With what it takes by default.
  if (!fits(config)) return TOO_LONG;
  // They would break the request that tells, each time anew.
  if (!isText(config)) return `${type}: a config holds no control characters and no half ones`;
  return undefined;
}

/** Whether all that is text in it can stand in a header, an address and a body. */
function isText(value: unknown): boolean {
  if (typeof value === "string") return !/[\p{Cc}\p{Cs}]/u.test(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every(isText);
}

function fits(config: object): boolean {
  // What is nested deeper than any config cannot be printed, and does not have to be.
  const bounded = mapFreeForm(config, { text: (text) => text, entriesMax: CONFIG_BYTES_MAX });
  return new TextEncoder().encode(JSON.stringify(bounded)).length <= CONFIG_BYTES_MAX;
}
