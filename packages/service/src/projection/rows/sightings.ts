import type { Accepted } from "@faultline/core/event";
import * as z from "zod";
import type { Item, Key, Ports } from "../../ports.js";
import { compareAndSwap } from "../../table/compare-and-swap.js";
import { inPool } from "../../table/in-pool.js";
import { sightingKey } from "../../table/layout.js";
import { memoize } from "../../table/memoize.js";
import { expiryOf } from "../expiry.js";

/** What noting a sighting touches. */
type SightingPorts = Pick<Ports, "view" | "clock" | "ids" | "settings">;

/**
 * Where copies of one event may stand. An event is found again by its time, and most have one of their own; the time of
 * others follows from when their pack was received, and a copy received elsewhere, or later in other company, stands
 * elsewhere. Such times are written down by the event's digest before it is added, so that whichever copy comes next
 * finds it, however long after and however many events the issue has.
 */
const Row = z.object({ t: z.array(z.number()), x: z.number() });
const readRow = memoize((item: Item) => Row.parse(item));

/** True when the event's time follows from its receipt. */
export const isFloating = ({ at, event }: Pick<Accepted, "at" | "event">): boolean => at !== event.timestamp;

/** True when copies in other packs may stand elsewhere. */
const mayDiffer = (arrival: Accepted, floatsUpTo: number): boolean => {
  const { timestamp, isFresh } = arrival.event;
  if (isFresh) return false;
  return isFloating(arrival) || (timestamp !== undefined && timestamp <= floatsUpTo);
};

/** The times at which each of these may stand already, by its digest. */
export async function timesOf(
  ports: Pick<Ports, "view">,
  project: string,
  arrivals: readonly Accepted[],
  floatsUpTo: number,
): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const wanted = arrivals.filter((arrival) => mayDiffer(arrival, floatsUpTo));
  const rows = await rowsOf(ports, project, wanted);
  const times = new Map<string, Set<number>>();
  for (const { digest, at, event } of arrivals) {
    const own =
      times.get(digest) ?? new Set(rows.size > 0 ? rows.get(sightingKey(project, digest).pk)?.t : []);
    // One whose receipt said nothing against its own time stands there.
    times.set(digest, own.add(at).add(event.timestamp ?? at));
  }
  return times;
}

/** Writes down where those of them stand that another copy would not find. Given again it changes nothing. */
export async function noteTimes(
  ports: SightingPorts,
  project: string,
  placed: readonly Accepted[],
): Promise<void> {
  const floating = placed.filter((one) => isFloating(one) && !one.event.isFresh);
  if (floating.length === 0) return;
  const known = await rowsOf(ports, project, floating);
  const unknown = floating.filter(
    ({ digest, at }) => !known.get(sightingKey(project, digest).pk)?.t.includes(at),
  );
  await inPool(
    AT_ONCE,
    unknown.map((one) => () => noteOne(ports, project, one)),
  );
}

const AT_ONCE = 64;

async function noteOne(ports: SightingPorts, project: string, one: Accepted): Promise<void> {
  const row = { key: sightingKey(project, one.digest), schema: Row };
  await compareAndSwap(ports, ports.view, row, (before) => {
    if (before?.t.includes(one.at)) return undefined;
    return { t: [...(before?.t ?? []), one.at], x: expiryOf(ports, before?.x ?? 0, [one]) };
  });
}

async function rowsOf(
  ports: Pick<Ports, "view">,
  project: string,
  arrivals: readonly Accepted[],
): Promise<ReadonlyMap<string, z.infer<typeof Row>>> {
  if (arrivals.length === 0) return new Map();
  const keys = new Map<string, Key>(
    arrivals.map(({ digest }) => sightingKey(project, digest)).map((key) => [key.pk, key]),
  );
  const items = await ports.view.getMany([...keys.values()]);
  return new Map(items.map((item) => [item.pk, readRow(item)]));
}
