import type { Report } from "@faultline/core/report";
import { VisibleError } from "@faultline/core/visible-error";
import type { Parsed, Rejected } from "./protocol.js";
import { refuseTooMany } from "./report-count.js";

/**
 * The reports of a batch, each entry judged for itself: one that is none does not take the good ones with it.
 * Throws `no_errors` when not a single one is left; `advice` then says what to send.
 */
export function gather(
  entries: readonly unknown[],
  toReport: (entry: unknown, index: number) => Report | undefined,
  advice: string,
): Parsed {
  refuseTooMany(entries.length);
  const rejected: Rejected[] = [];
  const reports: Report[] = [];
  for (const [index, entry] of entries.entries()) {
    const report = toReport(entry, index);
    if (report) reports.push(report);
    else rejected.push({ index, reason: advice });
  }
  if (reports.length === 0) throw new VisibleError("bad_request", "no_errors", advice);
  return { reports, rejected };
}
