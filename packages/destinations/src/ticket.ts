import type * as z from "zod";
import type { Alert, ThreadState } from "./alert.js";
import type { Ticketing } from "./config.js";
import type { DeliveryResult } from "./request.js";

/** A ticket's text may have 65,536 characters, and a search gives back several. Half an answer says nothing. */
export const TICKET_ANSWER_BYTES_MAX = 2 * 1024 * 1024;

/** What to do about a ticket that is already there. */
interface TicketSteps {
  readonly reopen: boolean;
  readonly comment: boolean;
  /** Write the body anew instead of adding to it. */
  readonly update: boolean;
}

/** `if_exist` in all five meanings. A ticket is reopened only by an error that came back, and closed by nobody but people. */
export function ticketSteps(
  ifExist: z.infer<typeof Ticketing.if_exist>,
  { kind }: Pick<Alert, "kind">,
  isClosed: boolean,
): TicketSteps {
  const mayReopen = isClosed && kind !== "resolved";
  switch (ifExist) {
    case "reopen-and-comment":
      return { reopen: mayReopen, comment: true, update: false };
    case "reopen":
      return { reopen: mayReopen, comment: false, update: false };
    case "reopen-and-update":
      return { reopen: mayReopen, comment: false, update: true };
    case "comment":
      return { reopen: false, comment: true, update: false };
    case "none":
      return { reopen: false, comment: false, update: false };
  }
}

/** How long a ticket somebody began to create may take to be found by search. */
export const CLAIM_MILLISECONDS = 120_000;

/** Why no ticket is created now: somebody began one so short a time ago that the search may not find it yet. */
export function claimUnderWay(
  { now }: Pick<Alert, "now">,
  { claimedAt }: ThreadState,
): DeliveryResult | undefined {
  if (claimedAt === undefined || Date.parse(now) - claimedAt >= CLAIM_MILLISECONDS) return undefined;
  const reason = "a ticket may have been created already; waiting for the search to find it";
  return { kind: "later", reason, after: 30 };
}
