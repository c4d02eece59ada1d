import { VisibleError } from "@faultline/core/visible-error";
import { Buckets } from "@faultline/service/ingest/bucket";
import { turns } from "@faultline/service/ingest/turns";
import type { Clock, Room } from "@faultline/service/ports";

/** Reading such a body takes milliseconds in which nobody else is answered. */
const LARGE_BYTES = 64 * 1024;
/** What large bodies may come to in all while others send small ones: some tenth of a process's time. */
const BESIDE_OTHERS = { perSecond: 4 * 1024 * 1024, burst: 8 * 1024 * 1024 };
/** So long after a large body, its sender is taken to send another one. */
const EXPECTED_MILLISECONDS = 10_000;
const SENDERS_MAX = 10_000;
/** Somebody who sent within so long is there. */
const THERE_MILLISECONDS = 1000;
const WAIT_MILLISECONDS_MAX = 2000;
const LOOK_MILLISECONDS = 20;

interface Large {
  readonly at: number;
  readonly bytes: number;
}

/**
 * While others send small bodies, those who send large ones wait, before theirs are read, by sender in turn: a few kilobytes of
 * compressed nothing may be megabytes of work. Throws `busy` when that takes too long. Where nobody else sends, nobody waits.
 */
export function roomForOthers(clock: Pick<Clock, "now" | "sleep">): Room {
  const room = new Buckets(BESIDE_OTHERS);
  const inTurn = turns(1);
  const large = new Map<string, Large>();
  const others = new Others();

  const expected = (who: string, now: number): number => {
    const { at, bytes } = large.get(who) ?? { at: Number.NEGATIVE_INFINITY, bytes: 0 };
    return now - at < EXPECTED_MILLISECONDS ? bytes : 0;
  };
  const untilRoom = async (who: string, begun: number, bytesExpected: number): Promise<void> => {
    while (others.areThere(who, clock.now()) && !room.has("", clock.now())) {
      if (clock.now() - begun > WAIT_MILLISECONDS_MAX) throw tooMuch();
      await clock.sleep(LOOK_MILLISECONDS);
    }
    // Before the next in line looks.
    room.take("", bytesExpected, clock.now());
  };
  return async (who) => {
    const begun = clock.now();
    const bytesExpected = expected(who, begun);
    if (bytesExpected === 0) others.saw(who, begun);
    else await inTurn(who, () => untilRoom(who, begun, bytesExpected));
    return (bytes) => {
      const isLarge = bytes > LARGE_BYTES;
      room.take("", (isLarge ? bytes : 0) - bytesExpected, clock.now());
      if (!isLarge) return;
      large.delete(who);
      large.set(who, { at: clock.now(), bytes });
      const [oldest] = large.keys();
      if (large.size > SENDERS_MAX && oldest !== undefined) large.delete(oldest);
    };
  };
}

/** Whether anybody but a given sender was seen lately: the last two tell. */
class Others {
  private last = { who: "", at: Number.NEGATIVE_INFINITY };
  private before = this.last;

  saw(who: string, at: number): void {
    if (who !== this.last.who) this.before = this.last;
    this.last = { who, at };
  }

  areThere(who: string, now: number): boolean {
    const other = this.last.who === who ? this.before : this.last;
    return now - other.at <= THERE_MILLISECONDS;
  }
}

const tooMuch = (): VisibleError =>
  new VisibleError(
    "unavailable",
    "busy",
    "Too many large requests are sent at once; nothing of this one is stored. Send it again.",
    2,
  );
