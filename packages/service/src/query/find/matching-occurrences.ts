import type { Accepted } from "@faultline/core/event";
import type { QueryPorts } from "../../ports.js";
import { attributeFacets, type Facet, stackFacets, textFacets } from "../../projection/facets/facets-of.js";
import { entriesOfParts, type PartStep, type Position } from "../entries-of-parts.js";
import type { Part } from "../parts.js";
import { readEvents } from "../read-events.js";
import { BadQuery } from "../syntax/bad-query.js";
import { type Facets, matchesFacets } from "../syntax/matches.js";
import type { Query } from "../syntax/query.js";

/** So many events are looked at for a page. */
const LOOKED_AT_MAX = 2_000;
const AT_ONCE = 100;

interface Matching {
  /** Newest first. */
  readonly steps: readonly PartStep[];
  readonly lookedAt: number;
  /** The last one that was looked at, while there are more. */
  readonly next: PartStep | undefined;
}

/** Those of an issue's events that meet a query, as far as they are looked at. Throws `BadQuery` for what is asked of issues. */
export async function matchingSteps(
  ports: QueryPorts,
  parts: readonly Part[],
  from: Position | undefined,
  query: Query,
): Promise<Matching> {
  refuseIssueTerms(query);
  const steps: PartStep[] = [];
  let batch: PartStep[] = [];
  let lookedAt = 0;
  const look = async (): Promise<void> => {
    steps.push(...(await met(ports, batch, query)));
    lookedAt += batch.length;
    batch = [];
  };
  for await (const step of entriesOfParts(ports, parts, from)) {
    batch.push(step);
    if (batch.length < AT_ONCE) continue;
    await look();
    if (lookedAt >= LOOKED_AT_MAX) return { steps, lookedAt, next: step };
  }
  await look();
  return { steps, lookedAt, next: undefined };
}

async function met(ports: QueryPorts, batch: readonly PartStep[], query: Query): Promise<PartStep[]> {
  const events = await readEvents(
    ports,
    batch.map(({ entry }) => entry),
  );
  return batch.filter(({ entry }) => {
    const accepted = events.get(entry.digest);
    return accepted && (accepted.event.id === query.id || matchesFacets(query, facetsOf(accepted)));
  });
}

function facetsOf(accepted: Accepted): Facets {
  const facets = new Map<string, Set<string>>();
  const all: readonly Facet[] = [
    ...attributeFacets(accepted),
    ...textFacets(accepted.event),
    ...stackFacets(accepted.event),
  ];
  for (const [key, value] of all) facets.set(key, (facets.get(key) ?? new Set()).add(value));
  return facets;
}

function refuseIssueTerms({ terms }: Query): void {
  const foreign = terms.find(({ test }) => test.kind === "state" || test.kind === "time");
  if (foreign)
    throw new BadQuery(
      foreign.at,
      foreign.length,
      "this tells issues apart, not the events of one. Leave it out.",
    );
}
