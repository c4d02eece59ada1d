import { drainOutbox } from "@faultline/service/notify/drain";
import type { Item, Ports } from "@faultline/service/ports";
import { applyChanges } from "@faultline/service/projection/apply-changes";
import { itemBytes } from "@faultline/service/table/item";

// As infra/stream-subscription.ts has it, and what an event of Lambda's may be: 6 MB, in which bytes are base64.
const BATCH = 1000;
const WINDOW_MILLISECONDS = 2000;
const BATCH_BYTES = 6_000_000;
const payloadBytes = (item: Item): number => 400 + (4 / 3) * itemBytes(item);
/** How often it is looked whether a batch is full. */
const LOOK_MILLISECONDS = 50;

/** Guessed: what invoking takes, and an event, of a third of a processor (three times what `bench hot` finds). */
const INVOKE_MILLISECONDS = 10;
const EVENT_MILLISECONDS = 0.12;
/** As in packages/aws/src/stream-reducer.ts. */
const TELLING_MILLISECONDS = 5000;

const isDone = (): boolean => true;
const isNotDone = (): boolean => false;

interface Waiting {
  readonly item: Item;
  readonly at: number;
}

interface Pace {
  readonly eventsAPack: number;
  /** Each pack stands for so many. */
  readonly standsFor: number;
}

/** A shard of the log's stream and the function that is handed its batches, one after the other. */
export function shardReducer(ports: Ports, { eventsAPack, standsFor }: Pace) {
  const { clock } = ports;
  const queue: Waiting[] = [];
  const lags: number[] = [];
  const used = { invocations: 0, milliseconds: 0 };
  let wake = (): void => undefined;
  let inHand: { readonly since: number; readonly oldest: number } | undefined;

  /** A batch ends with its window, or when it is full. */
  async function batch(): Promise<Waiting[]> {
    if (queue.length === 0)
      await new Promise<void>((comes) => {
        wake = comes;
      });
    const until = clock.now() + WINDOW_MILLISECONDS;
    while (clock.now() < until && fitting() === queue.length)
      await clock.sleep(Math.min(LOOK_MILLISECONDS, until - clock.now()));
    return queue.splice(0, fitting());
  }

  function fitting(): number {
    let bytes = 0;
    for (const [place, { item }] of queue.entries()) {
      bytes += standsFor * payloadBytes(item);
      if (place > 0 && (place * standsFor >= BATCH || bytes > BATCH_BYTES)) return place;
    }
    return queue.length;
  }

  async function reduceAll(): Promise<void> {
    for (;;) {
      const taken = await batch();
      inHand = { since: clock.now(), oldest: taken[0]?.at ?? clock.now() };
      const events = taken.length * eventsAPack * standsFor;
      await clock.sleep(INVOKE_MILLISECONDS + events * EVENT_MILLISECONDS);
      const changes = taken.map(({ item }) => ({ new: item }));
      // What cannot be written at all comes again.
      while (!(await applyChanges(ports, changes).then(isDone, isNotDone))) used.invocations += 1;
      for (const { at } of taken) lags.push(clock.now() - at);
      // What cannot be told now is told by the next.
      await drainOutbox(ports, clock.now() + TELLING_MILLISECONDS).catch(() => undefined);
      used.invocations += 1;
      used.milliseconds += clock.now() - inHand.since;
      inHand = undefined;
    }
  }

  void reduceAll();
  return {
    add(item: Item): void {
      queue.push({ item, at: clock.now() });
      wake();
    },
    /** Counts from here on. */
    begin(): void {
      lags.length = 0;
      used.invocations = 0;
      used.milliseconds = 0;
      if (inHand) inHand = { ...inHand, since: clock.now() };
    },
    /** From arrival until it was folded, of each pack, in milliseconds. */
    lags: lags as readonly number[],
    /** For how long the oldest has waited that is not folded yet. */
    waited: (): number => clock.now() - (inHand?.oldest ?? queue[0]?.at ?? clock.now()),
    used: () => ({
      invocations: used.invocations,
      milliseconds: used.milliseconds + (inHand ? clock.now() - inHand.since : 0),
    }),
  };
}
