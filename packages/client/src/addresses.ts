const BACK_TO_NAME_MILLISECONDS = 30_000;

interface Address {
  readonly url: string;
  /** Milliseconds until it wants to be asked again. */
  readonly wait: number;
}

export interface Addresses {
  /** Whom to ask at this attempt of a request, counted from 0. */
  at(attempt: number): Address;
  accepted(url: string): void;
  /** It asked not to be asked for so long. */
  rests(url: string, milliseconds: number): void;
}

/**
 * The name first, then the regions from the last to the first: while all is well the name leads to the first. Whoever
 * accepted goes on being asked for half a minute, so that an outage is waited for once and not with every request.
 */
export function addresses(url: string, regions: readonly string[], now: () => number): Addresses {
  const order = [url, ...[...regions].reverse()].map(trimmed);
  const rested = new Map<string, number>();
  let first = 0;
  let firstUntil = 0;
  const waitOf = (one: string): number => Math.max(0, (rested.get(one) ?? 0) - now());
  return {
    at(attempt) {
      if (now() > firstUntil) first = 0;
      const from = (first + attempt) % order.length;
      const turn = [...order.slice(from), ...order.slice(0, from)].map((one) => ({
        url: one,
        wait: waitOf(one),
      }));
      // The first who does not rest; when all do, who is done first.
      return turn.reduce((best, one) => (one.wait < best.wait ? one : best));
    },
    accepted(one) {
      const place = order.indexOf(one);
      if (place === first) return;
      first = place;
      firstUntil = now() + BACK_TO_NAME_MILLISECONDS;
    },
    rests: (one, milliseconds) => rested.set(one, now() + milliseconds),
  };
}

/** An address without the slashes at its end. */
export const trimmed = (url: string): string => url.replace(/\/+$/, "");
