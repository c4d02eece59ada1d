import { formerThrown } from "@faultline/core/grouping/v1";
import type { Thrown } from "@faultline/core/report";
import { isRecord, text } from "./loose.js";
import { formerStack, parseStack } from "./parse-stack.js";

/**
 * What a crash on Apple's systems tells as one text, with all threads, and what it told before more such texts were read.
 * Of what kind it was stands in a line of its own, unless an exception was its cause. No errors where no report is told.
 * https://docs.rollbar.com/reference/create-item
 */
export function crashReport(
  report: unknown,
  roots: readonly string[],
): { chain: Thrown[]; formerly?: Thrown | undefined } {
  const raw = isRecord(report) ? text.parse(report.raw) : undefined;
  if (raw === undefined) return { chain: [] };
  const firstLine = raw.split("\n", 1)[0] ?? "";
  const former = formerStack(raw, { type: "_", message: firstLine, roots });
  const chain = parseStack(raw, { type: undefined, message: undefined, roots });
  return {
    chain: chain.map((thrown) => (thrown.type === "_" ? { ...thrown, ...kindIn(raw, firstLine) } : thrown)),
    formerly: former && formerThrown(former),
  };
}

function kindIn(raw: string, firstLine: string): Pick<Thrown, "type" | "message"> {
  const [, kind = "_"] = /^Exception Type: +(\S.*)$/m.exec(raw) ?? [];
  const [, codes = firstLine] = /^Exception Codes: +(\S.*)$/m.exec(raw) ?? [];
  return { type: kind.trim(), message: codes.trim() };
}
