import { IN_QUOTES, isSecretValue, type Setting } from "./judge-value.js";
import { markAt, quoted } from "./marks.js";
import { endOf, LOOK_MAX, type Reader, type Span } from "./reader.js";

const CLAUSE =
  /(?:identified (?:with ["'`]?\w{1,60}["'`]? )?(?:by|as) (?:password )?|set password for [^\s=]{1,130} ?= ?(?:(?:old_)?password ?\( ?)?)/iy;

const CLAUSE_SETTING: Setting = { name: "identified", kind: "secret", isTight: false, before: "" };

/** The password in SQL's `IDENTIFIED BY 'x'` and `SET PASSWORD FOR 'anna'@'%' = 'x'`. */
export function identifiedBy(reader: Reader, at: number): Span | undefined {
  const end = endOf(CLAUSE, reader.text, at);
  if (end === undefined) return undefined;
  const mark = markAt(reader.text, end);
  if (!mark) return bare(reader.text, end);
  const { innerEnd } = quoted(reader, mark);
  const value = reader.text.slice(mark.end, Math.min(innerEnd, mark.end + LOOK_MAX));
  return isSecretValue(value, CLAUSE_SETTING, IN_QUOTES) ? { start: mark.end, end: innerEnd } : undefined;
}

/** Oracle takes a word. */
function bare(text: string, at: number): Span | undefined {
  const end = endOf(
    /(?!values\b|externally\b|globally\b|password\b|random\b|the\b|an?\b|its?\b)\w[\w$#]{2,127}/iy,
    text,
    at,
  );
  return end === undefined ? undefined : { start: at, end };
}
