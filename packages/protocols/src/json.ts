import { VisibleError } from "@faultline/core/visible-error";

/** No report is nested so deep; parsing what is takes a hundred times its size. */
const DEPTH_MAX = 10_000;

/** The JSON a body holds. Throws `invalid_json` for anything that is not UTF-8 JSON, or nested beyond all reason. */
export function parseJson(body: Uint8Array): unknown {
  if (isTooDeep(body)) throw invalid(`is nested more than ${DEPTH_MAX} levels deep`);
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch (error) {
    const isSyntax = error instanceof SyntaxError;
    throw invalid(isSyntax ? "is not JSON (NaN and Infinity are not either)" : "is not UTF-8");
  }
}

const invalid = (why: string): VisibleError =>
  new VisibleError("bad_request", "invalid_json", `Send JSON in UTF-8: the body ${why}.`);

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const STEPS: ReadonlyMap<number | undefined, number> = new Map([
  [0x5b, 1], // [
  [0x7b, 1], // {
  [0x5d, -1], // ]
  [0x7d, -1], // }
]);

/** Counts brackets outside of texts. Bytes of longer UTF-8 characters are none of these. */
function isTooDeep(body: Uint8Array): boolean {
  let depth = 0;
  let isText = false;
  for (let place = 0; place < body.length && depth <= DEPTH_MAX; place++) {
    const byte = body[place];
    if (byte === QUOTE) isText = !isText;
    else if (!isText) depth += STEPS.get(byte) ?? 0;
    else if (byte === BACKSLASH) place += 1;
  }
  return depth > DEPTH_MAX;
}
