import type { EventPorts, Ports } from "../../ports.js";
import { OBJECTS, readEvents } from "../../query/read-events.js";
import type { Entry } from "../series/entry.js";
import { facetItems, facetRowItems, readFacets } from "./facet-rows.js";
import { withLeftOut } from "./facet-set.js";
import { type FacetPlace, type FacetsWritten, facetWrites } from "./facet-writes.js";

/** Events that are in memory together. */
const AT_ONCE = 1_000;

/**
 * Writes what an issue is found by as rows of the place's generation, and gives back what its row is to say of them. `from`: the generation
 * whose rows still say it; without one it is taken from these entries' events.
 */
export async function rewriteFacets(
  ports: EventPorts & Pick<Ports, "view" | "settings" | "ids">,
  place: FacetPlace,
  { from, kept }: { readonly from: number | undefined; readonly kept: readonly Entry[] },
): Promise<FacetsWritten> {
  if (from !== undefined) {
    const set = readFacets(await facetItems(ports, place.pk, from));
    for (const item of facetRowItems(place, set)) await ports.view.put(item);
    const { capped } = withLeftOut(set, Object.entries(place.leftOut));
    return { facetStamp: place.stamp, leftOut: Object.fromEntries(capped) };
  }
  let written: FacetsWritten = { facetStamp: undefined, leftOut: {} };
  // The first event first: what the others have in common with it is kept.
  const oldestFirst = kept.toReversed();
  for (let start = 0; start < kept.length; start += AT_ONCE) {
    const events = await readEvents(ports, oldestFirst.slice(start, start + AT_ONCE), OBJECTS);
    const first = { before: place.first.now, now: place.first.now };
    const grown = await facetWrites(
      ports,
      { ...place, stamp: written.facetStamp, leftOut: written.leftOut, first },
      [...events.values()],
    );
    for (const write of grown.writes) if (write.kind === "put") await ports.view.put(write.item);
    written = { facetStamp: grown.facetStamp, leftOut: grown.leftOut };
  }
  return written;
}
