import type { Accepted } from "@faultline/core/event";
import type { Ports } from "../../ports.js";
import { facetDay } from "./facet-day.js";
import { capOf, facetKind, isVarying } from "./facet-kinds.js";
import { attributeFacets, type Facet, stackFacets, stackMark, textFacets, textMark } from "./facets-of.js";
import type { KnownFacets } from "./known-facets.js";

/** What events bring that is not known as of their day. */
export interface SeenFacets {
  readonly values: Map<string, Map<string, number>>;
  /** What is left out of the set for being too many, with the day. */
  readonly leftOut: Map<string, number>;
  /** Texts and stacks that were looked at. */
  readonly marks: Map<string, number>;
}

/**
 * The facets of events that are not in the set as of their day. `first`: the first event, whose numbers are kept; those
 * of others are as many as events, and left out unless it has them, too.
 */
export function seenFacets(
  ports: Pick<Ports, "settings">,
  known: KnownFacets,
  events: readonly Accepted[],
  first: string | undefined,
): SeenFacets {
  const seen: SeenFacets = { values: new Map(), leftOut: new Map(), marks: new Map() };
  const firstOnes = events.filter(({ digest }) => digest === first);
  const others = events.filter(({ digest }) => digest !== first);
  for (const accepted of [...firstOnes, ...others]) {
    const { event } = accepted;
    const look = lookAt(known, seen, facetDay(ports, accepted.receivedAt));
    attributeFacets(accepted).forEach(look.add);
    if (look.isUnmarked(stackMark(event))) stackFacets(event).forEach(look.add);
    const isFirst = accepted.digest === first;
    // Its texts may have been seen when it was not the first.
    if (!look.isUnmarked(textMark(event)) && !isFirst) continue;
    textFacets(event).forEach(isFirst ? look.add : look.addKnown);
  }
  return seen;
}

/** Takes in the facets of one event, received on that day. */
function lookAt(known: KnownFacets, { values, leftOut, marks }: SeenFacets, day: number) {
  const add = ([key, value]: Facet): void => {
    if ((known.set.values.get(key)?.get(value) ?? -1) >= day) return;
    const own = values.get(key) ?? new Map<string, number>();
    values.set(key, own.set(value, Math.max(day, own.get(value) ?? day)));
  };
  const isKnown = ([key, value]: Facet): boolean =>
    known.set.values.get(key)?.has(value) === true || values.get(key)?.has(value) === true;
  return {
    add,
    addKnown(facet: Facet): void {
      if (!isVarying(facet) || isKnown(facet)) {
        add(facet);
        return;
      }
      const cap = capOf(facet[0], facetKind(...facet));
      if ((known.set.capped.get(cap) ?? -1) < day) leftOut.set(cap, Math.max(day, leftOut.get(cap) ?? day));
    },
    isUnmarked(text: string): boolean {
      if ((known.marks.get(text) ?? marks.get(text) ?? -1) >= day) return false;
      marks.set(text, day);
      return true;
    },
  };
}
