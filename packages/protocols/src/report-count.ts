import { VisibleError } from "@faultline/core/visible-error";

/** What a long outage leaves in a client's spool, and not more than about a second's work. */
const REPORTS_MAX = 10_000;

/** Refuses a request of too many reports. A wire asks as soon as it knows their number, before it maps them. */
export function refuseTooMany(reports: number, most = REPORTS_MAX): void {
  if (reports <= most) return;
  throw new VisibleError("too_large", "too_large", `A request may have ${most} errors: send fewer at once.`);
}
