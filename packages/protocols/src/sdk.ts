import type { Report } from "@faultline/core/report";
import { asText } from "./loose.js";

/** Which client sent a report, from the part of a wire that has its `name` and `version`. */
export function sdkOf(json: Readonly<Record<string, unknown>> | undefined): Report["sdk"] {
  const name = asText(json?.name);
  return name === undefined ? undefined : { name, version: asText(json?.version) };
}

/** A word as a fingerprint of the client's own. */
export const ownFingerprint = (word: string | undefined): string[] | undefined =>
  word === undefined ? undefined : [word];
