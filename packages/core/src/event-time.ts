/** What is known of an event's time. All in milliseconds since 1970. */
export interface TimeSigns {
  /** The client's clock when it happened. */
  readonly timestamp?: number | undefined;
  /** The client's clock when it sent the request. */
  readonly sentAt?: number | undefined;
  /** Our clock when the request was accepted. */
  readonly receivedAt: number;
  /** Its clock is one of ours. */
  readonly isExact?: boolean | undefined;
}

interface EventTime {
  /** Where it stands in timelines and lists. */
  readonly at: number;
  /** It reopens an issue that was resolved before this time. */
  readonly reopensBefore: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * The one policy about clocks, for every wire: see docs/decisions/0066-clocks.md. A function of what the client sent
 * and of when its pack was received, so every region that has the same pack comes to the same time.
 */
export function eventTime({ timestamp, sentAt, receivedAt, isExact = false }: TimeSigns): EventTime {
  if (timestamp === undefined) return { at: receivedAt, reopensBefore: receivedAt };
  const offset = sentAt === undefined ? 0 : receivedAt - sentAt;
  const own = timestamp + (Math.abs(offset) > MINUTE ? offset : 0);
  // Nothing happens after it was received: such a clock tells nothing.
  if (own > receivedAt + MINUTE) return { at: receivedAt, reopensBefore: receivedAt };
  const waited = sentAt === undefined ? receivedAt - own > DAY : sentAt - timestamp > MINUTE;
  return { at: own, reopensBefore: waited || isExact ? own : receivedAt };
}
