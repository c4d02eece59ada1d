import { VisibleError } from "@faultline/core/visible-error";
import { parseLooseJson } from "./json.js";
import { isRecord, text } from "./loose.js";

const FORM_FIELDS_MAX = 100;

/** The fields of a notice of a deploy, which comes as JSON or as a form: `deploy[revision]` is `revision` of `deploy`. */
function fieldsOf(body: Uint8Array): Record<string, unknown> {
  const start = new TextDecoder().decode(body.subarray(0, 64)).trimStart();
  if (start === "") return {};
  if (start.startsWith("{")) {
    const json = parseLooseJson(body);
    return isRecord(json) ? json : {};
  }
  const form = [...new URLSearchParams(new TextDecoder().decode(body))].slice(0, FORM_FIELDS_MAX);
  return Object.fromEntries(form.map(([name, value]) => [/\[(\w+)\]$/.exec(name)?.[1] ?? name, value]));
}

/** The same of what a body begins with, which may be all of it: nothing when it cannot be read. */
export function fieldsIn(start: Uint8Array): Record<string, unknown> {
  try {
    return fieldsOf(start);
  } catch (error) {
    if (error instanceof VisibleError) return {};
    throw error;
  }
}

/** The release by the first of these names that tells one, at the top or inside of `deploy`. */
export function releaseIn(body: Uint8Array, names: readonly string[]): string | undefined {
  const fields = fieldsOf(body);
  const inside = isRecord(fields.deploy) ? fields.deploy : {};
  const told = names.map((name) => text.parse(inside[name]) ?? text.parse(fields[name]));
  return told.find((release) => release !== undefined);
}
