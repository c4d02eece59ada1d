import type { Report } from "@faultline/core/report";
import { z } from "zod";
import { text } from "./loose.js";

const Named = z.looseObject({ name: text, version: text });

/** Which client sent a report, from the part of a wire that has its `name` and `version`. */
export function sdkOf(json: Readonly<Record<string, unknown>> | undefined): Report["sdk"] {
  const { name, version } = Named.parse(json ?? {});
  return name === undefined ? undefined : { name, version };
}

/** A word as a fingerprint of the client's own. */
export const ownFingerprint = (word: string | undefined): string[] | undefined =>
  word === undefined ? undefined : [word];
