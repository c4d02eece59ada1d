/** What decides an event's time, as the audit finds it in a log. Milliseconds since 1970. */
interface Signs {
  readonly timestamp: number | undefined;
  readonly sentAt: number | undefined;
  readonly receivedAt: number;
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** The policy of decision 66 said once more, in other words than the code's own. */
export function wantedTime({ timestamp, sentAt, receivedAt }: Signs): { at: number; reopensBefore: number } {
  const byReceipt = { at: receivedAt, reopensBefore: receivedAt };
  if (timestamp === undefined) return byReceipt;
  const isClockOff = sentAt !== undefined && (sentAt < receivedAt - MINUTE || sentAt > receivedAt + MINUTE);
  const at = isClockOff ? receivedAt - (sentAt - timestamp) : timestamp;
  if (at - receivedAt > MINUTE) return byReceipt;
  const isBacklog = sentAt === undefined ? at < receivedAt - DAY : timestamp + MINUTE < sentAt;
  return { at, reopensBefore: isBacklog ? at : receivedAt };
}
