import type { EventPorts, Ports } from "../../ports.js";
import { OBJECTS, readEvents } from "../../query/read-events.js";
import type { Entry } from "../series/entry.js";
import { facetItems, facetRowItems, readFacets } from "./facet-rows.js";
import { withLeftOut } from "./facet-set.js";
import { type FacetPlace, type FacetsWritten, facetWrites } from "./facet-writes.js";

type RewritePorts = EventPorts & Pick<Ports, "view" | "settings" | "ids">;

/** Events that are in memory together. */
const AT_ONCE = 1_000;

interface Sources {
  readonly kept: readonly Entry[];
  /** The generation whose rows say what all of these were found by so far; undefined where none does. */
  readonly before: number | undefined;
  /** Nothing has changed since in what they are found by. */
  readonly isSame: boolean;
}

/** Writes what an issue is found by as rows of the place's generation, and gives back what its row is to say of them. */
export async function rewriteFacets(
  ports: RewritePorts,
  place: FacetPlace,
  { kept, before, isSame }: Sources,
): Promise<FacetsWritten> {
  if (isSame && before !== undefined) return copied(ports, place, before);
  const anew = await ofEvents(ports, place, { facetStamp: undefined, leftOut: {} }, kept);
  if (anew.isWhole || before === undefined) return anew.written;
  // Objects may be on their way: what their events are found by is known from before.
  return (await ofEvents(ports, place, await copied(ports, place, before), kept)).written;
}

async function copied(ports: RewritePorts, place: FacetPlace, from: number): Promise<FacetsWritten> {
  const set = readFacets(await facetItems(ports, place.pk, from));
  for (const item of facetRowItems(place, set)) await ports.view.put(item);
  const { capped } = withLeftOut(set, Object.entries(place.leftOut));
  return { facetStamp: place.stamp, leftOut: Object.fromEntries(capped) };
}

/** Adds what these entries' events are found by, as far as they can be read. */
async function ofEvents(
  ports: RewritePorts,
  place: FacetPlace,
  known: FacetsWritten,
  kept: readonly Entry[],
): Promise<{ readonly written: FacetsWritten; readonly isWhole: boolean }> {
  let written = known;
  let isWhole = true;
  const first = { before: place.first.now, now: place.first.now };
  // The first event first: what the others have in common with it is kept.
  const oldestFirst = kept.toReversed();
  for (let start = 0; start < kept.length; start += AT_ONCE) {
    const wanted = oldestFirst.slice(start, start + AT_ONCE);
    const events = await readEvents(ports, wanted, OBJECTS);
    isWhole &&= events.size === wanted.length;
    const now = { ...place, stamp: written.facetStamp, leftOut: written.leftOut, first };
    const grown = await facetWrites(ports, now, [...events.values()]);
    for (const write of grown.writes) if (write.kind === "put") await ports.view.put(write.item);
    written = { facetStamp: grown.facetStamp, leftOut: grown.leftOut };
  }
  return { written, isWhole };
}
