import { VisibleError } from "@faultline/core/visible-error";

/** The JSON a body holds. Throws `invalid_json` for anything that is not UTF-8 JSON. */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    const why = error instanceof SyntaxError ? "not JSON (NaN and Infinity are not either)" : "not UTF-8";
    throw new VisibleError("bad_request", "invalid_json", `Send JSON in UTF-8: the body is ${why}.`);
  }
}
