import { VisibleError } from "@faultline/core/visible-error";

/** What one request holds of the memory for bodies. */
export interface Share {
  /** Given, with the refusal as its reason, when others need the memory more. Made when it is first asked for: few wait. */
  readonly signal: AbortSignal;
  /** Throws the refusal once it was given. */
  check(): void;
  /** What is done once it is given. */
  onRefusal(done: () => void): void;
  /** Takes so much more, or gives it back when it is less than nothing. Throws the refusal when there is no room. */
  grow(bytes: number): void;
  /** From now on work is done on it: it is no longer taken away. */
  pin(): void;
  release(): void;
}

/** Gives a request its share, by whom it comes from and how large its body says it is. */
export type OpenShare = (who: string, bytesExpected: number) => Share;

interface Holder {
  readonly owner: Owner;
  readonly refusal: Refusal;
  readonly expected: number;
  bytes: number;
  isPinned: boolean;
}

interface Owner {
  readonly who: string;
  readonly holders: Set<Holder>;
  bytes: number;
  expected: number;
}

/** Of all the memory, what one sender may announce at a time. Small bodies are always let in. */
const OWN_PART = 1 / 4;
const SMALL_BYTES = 64 * 1024;

/**
 * A bound on what request bodies hold of the memory at one time. When it is reached, whoever holds most gives way, with
 * the largest body that is still being sent or waiting: many slow uploads leave room for everybody else's small ones.
 */
export function bodyMemory(bytesMax: number): OpenShare {
  const owners = new Map<string, Owner>();
  let used = 0;

  const drop = (holder: Holder): void => {
    const { owner } = holder;
    if (!owner.holders.delete(holder)) return;
    used -= holder.bytes;
    owner.bytes -= holder.bytes;
    owner.expected -= holder.expected;
    if (owner.holders.size === 0) owners.delete(owner.who);
  };
  const makeRoom = (): void => {
    while (used > bytesMax) {
      const heaviest = heaviestOf(owners);
      if (!heaviest) return;
      drop(heaviest);
      heaviest.refusal.give();
    }
  };
  return (who, bytesExpected) => {
    const owner = owners.get(who) ?? { who, holders: new Set(), bytes: 0, expected: 0 };
    owners.set(who, owner);
    const refusal = new Refusal();
    const holder: Holder = { owner, refusal, expected: bytesExpected, bytes: 0, isPinned: false };
    owner.holders.add(holder);
    owner.expected += bytesExpected;
    const isTooMuch = owner.holders.size > 1 && owner.expected > bytesMax * OWN_PART;
    if (bytesExpected > SMALL_BYTES && isTooMuch) {
      drop(holder);
      refusal.give();
    }
    return {
      get signal() {
        return refusal.signal;
      },
      check: () => refusal.check(),
      onRefusal: (done) => refusal.whenGiven(done),
      grow(bytes) {
        refusal.check();
        holder.bytes += bytes;
        owner.bytes += bytes;
        used += bytes;
        if (bytes > 0) makeRoom();
        refusal.check();
      },
      pin() {
        holder.isPinned = true;
      },
      release: () => drop(holder),
    };
  };
}

/** Most requests are never refused, and a signal costs more than all else of a share: it is made for who waits. */
class Refusal {
  private reason: VisibleError | undefined;
  private readonly waiting: (() => void)[] = [];
  private controller: AbortController | undefined;

  give(): void {
    this.reason = busy();
    this.controller?.abort(this.reason);
    for (const done of this.waiting) done();
  }

  check(): void {
    if (this.reason) throw this.reason;
  }

  whenGiven(done: () => void): void {
    if (this.reason) done();
    else this.waiting.push(done);
  }

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.reason) this.controller.abort(this.reason);
    return this.controller.signal;
  }
}

/** The largest body of whoever holds most in all, of those that may be taken away. */
function heaviestOf(owners: ReadonlyMap<string, Owner>): Holder | undefined {
  const byWeight = [...owners.values()].sort((a, b) => b.bytes - a.bytes);
  for (const { holders } of byWeight) {
    let largest: Holder | undefined;
    for (const holder of holders)
      if (!holder.isPinned && holder.bytes > (largest?.bytes ?? 0)) largest = holder;
    if (largest) return largest;
  }
  return undefined;
}

const busy = (): VisibleError =>
  new VisibleError(
    "unavailable",
    "busy",
    "Too much is being sent at once; nothing of it is stored. Send it again.",
    2,
  );
