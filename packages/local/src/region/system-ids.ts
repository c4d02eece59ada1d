import { randomBytes } from "node:crypto";
import { base32 } from "@faultline/core/hash";
import type { Clock, Ids } from "@faultline/service/ports";

const TIME_BYTES = 6;
const RANDOM_BYTES = 10;

/** Ids from the clock and the system's randomness: ordered by time, and within a millisecond by a counter. */
export function systemIds(clock: Pick<Clock, "now">): Ids {
  let last = 0;
  let counter = 0;
  return {
    unique() {
      const now = Math.max(clock.now(), last);
      counter = now === last ? counter + 1 : 0;
      last = now;
      const bytes = Buffer.alloc(TIME_BYTES + RANDOM_BYTES);
      bytes.writeUIntBE(now, 0, TIME_BYTES);
      bytes.writeUInt16BE(counter & 0xffff, TIME_BYTES);
      randomBytes(RANDOM_BYTES - 2).copy(bytes, TIME_BYTES + 2);
      return base32(bytes);
    },
    random: () => randomBytes(4).readUInt32BE() / 2 ** 32,
    secret: () => randomBytes(16).toString("hex"),
  };
}
