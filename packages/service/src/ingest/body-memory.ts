import { VisibleError } from "@faultline/core/visible-error";

/** What one request holds of the memory for bodies. */
export interface Share {
  /** Given, with the refusal as its reason, when others need the memory more. */
  readonly signal: AbortSignal;
  /** Takes so much more, or gives it back when it is less than nothing. Throws the refusal when there is no room. */
  grow(bytes: number): void;
  /** From now on work is done on it: it is no longer taken away. */
  pin(): void;
  release(): void;
}

interface Holder {
  readonly who: string;
  readonly refusal: AbortController;
  bytes: number;
  isPinned: boolean;
}

/**
 * A bound on what request bodies hold of the memory at one time. When it is reached, whoever holds most gives way, with
 * the largest body that is still being sent or waiting: many slow uploads leave room for everybody else's small ones.
 */
export function bodyMemory(bytesMax: number): (who: string) => Share {
  const holders = new Set<Holder>();
  let used = 0;

  const drop = (holder: Holder): void => {
    if (holders.delete(holder)) used -= holder.bytes;
  };
  const makeRoom = (): void => {
    while (used > bytesMax) {
      const heaviest = heaviestOf(holders);
      if (!heaviest) return;
      drop(heaviest);
      heaviest.refusal.abort(busy());
    }
  };
  return (who) => {
    const holder: Holder = { who, refusal: new AbortController(), bytes: 0, isPinned: false };
    const { signal } = holder.refusal;
    holders.add(holder);
    return {
      signal,
      grow(bytes) {
        signal.throwIfAborted();
        holder.bytes += bytes;
        used += bytes;
        if (bytes > 0) makeRoom();
        signal.throwIfAborted();
      },
      pin() {
        holder.isPinned = true;
      },
      release: () => drop(holder),
    };
  };
}

/** The largest body of whoever holds most in all. */
function heaviestOf(holders: ReadonlySet<Holder>): Holder | undefined {
  const totals = new Map<string, number>();
  for (const { who, bytes } of holders) totals.set(who, (totals.get(who) ?? 0) + bytes);
  const weight = ({ who, bytes }: Holder): number => (totals.get(who) ?? 0) * 2 ** 30 + bytes;
  let heaviest: Holder | undefined;
  for (const holder of holders) {
    if (holder.isPinned || holder.bytes === 0) continue;
    if (!heaviest || weight(holder) > weight(heaviest)) heaviest = holder;
  }
  return heaviest;
}

const busy = (): VisibleError =>
  new VisibleError(
    "unavailable",
    "busy",
    "Too much is being sent at once; nothing of it is stored. Send it again.",
    2,
  );
