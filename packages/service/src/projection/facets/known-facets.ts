import type { Ports } from "../../ports.js";
import type { FacetSet } from "./facet-set.js";

/** What a process remembers of an issue's facets, so that an event that brings none costs no read. */
export interface KnownFacets {
  /** The issue's row says the same as long as nobody else wrote them. */
  readonly stamp: number;
  readonly set: FacetSet;
  /** Stacks and texts whose facets are in the set, with their day. */
  readonly marks: Map<string, number>;
}

const ISSUES_MAX = 2_000;
const MARKS_MAX = 20;

const ofViews = new WeakMap<Ports["view"], Map<string, KnownFacets>>();

const known = (view: Ports["view"]): Map<string, KnownFacets> => {
  const issues = ofViews.get(view) ?? new Map<string, KnownFacets>();
  ofViews.set(view, issues);
  return issues;
};

/** What is remembered of the issue, if its facets are still those. */
export function recall(view: Ports["view"], pk: string, stamp: number | undefined): KnownFacets | undefined {
  const found = known(view).get(pk);
  return found && found.stamp === stamp ? found : undefined;
}

/** Remembers it in place of what was longest ago. */
export function remember(view: Ports["view"], pk: string, facets: KnownFacets): void {
  const issues = known(view);
  issues.delete(pk);
  issues.set(pk, facets);
  const [oldest] = issues.keys();
  if (issues.size > ISSUES_MAX && oldest !== undefined) issues.delete(oldest);
}

/** Remembers that the facets which these marks stand for are in the set. */
export function mark({ marks }: KnownFacets, seen: ReadonlyMap<string, number>): void {
  for (const [text, day] of seen) marks.set(text, day);
  for (const text of marks.keys()) {
    if (marks.size <= MARKS_MAX) break;
    marks.delete(text);
  }
}
