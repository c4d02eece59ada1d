import { once } from "@faultline/core/once";
import * as z from "zod";
import type { EventPorts, Ports } from "../ports.js";
import { readCursor } from "./cursor.js";
import { type Candidates, commonCandidates, rareCandidates } from "./find/candidates.js";
import { FEW_MAX, FewPosition, fewIssues } from "./find/few-issues.js";
import { findEvent } from "./find/find-event.js";
import { gapsOf } from "./find/gaps.js";
import { lastSeenIn } from "./find/lookups.js";
import { rootsOf, verified } from "./find/verify.js";
import { countIn } from "./is-environment.js";
import { getIssues } from "./issues.js";
import { type Accept, hasStatus, type IssuePage, inOrder, type ListIssues } from "./listing.js";
import { rankedIssues } from "./ranked-issues.js";
import { RankPosition } from "./ranked-page.js";
import { issueIdOf } from "./short-ids.js";
import { comparable } from "./syntax/comparable.js";
import { parseQuery } from "./syntax/parse.js";
import type { Query } from "./syntax/query.js";
import { walkIssues } from "./walk-issues.js";
import { WalkPosition } from "./walked-rows.js";

export type ListPorts = EventPorts & Pick<Ports, "view" | "settings">;

const Position = z.union([FewPosition, WalkPosition, RankPosition]);

/**
 * A page of a project's issues. Sorted by `lastSeen`, all pages together show the list as it stood at the first one: every
 * issue once, however many errors arrive meanwhile. A search is answered from an index where that says what is rare, and else
 * by looking through the list, some of it at a time. Throws `BadQuery`.
 */
export async function listIssues(ports: ListPorts, request: ListIssues): Promise<IssuePage> {
  const position = request.cursor === undefined ? undefined : readCursor(Position, request.cursor);
  const now = position?.seen ?? ports.clock.now();
  const asked = await withShortId(ports, request, parseQuery(request.query ?? "", { now, me: request.me }));
  const query = inEnvironment(asked, request.environment);
  const accept = acceptOf(ports, request, { query, now });
  if (query.terms.length === 0)
    return pageOf(ports, request, { position, now, accept, query, candidates: undefined });
  const [candidates, gaps] = await Promise.all([
    meantBy(ports, request.project, query, rareCandidates),
    gapsOf(ports, request.project, query),
  ]);
  const page = await pageOf(ports, request, { position, now, accept, query, candidates });
  const isNothing = page.issues.length === 0 && page.cursor === undefined && position === undefined;
  const found = isNothing ? await byEventId(ports, request.project, query) : page;
  return { ...(found ?? page), gaps };
}

/** What was typed may be a short id of the project's, too, as `SHOP-7K2D`: then its issue is among what is meant. */
async function withShortId(
  ports: ListPorts,
  { project, query: typed = "" }: ListIssues,
  query: Query,
): Promise<Query> {
  const text = typed.trim();
  const issue = await issueIdOf(ports, project, text);
  return issue === text ? query : { ...query, id: issue };
}

/** The query that is met by issues alone which happened in an environment. */
function inEnvironment(query: Query, environment: string | undefined): Query {
  if (environment === undefined) return query;
  const test = {
    kind: "value",
    key: "env",
    value: comparable(environment),
    isPrefix: false,
    byTail: undefined,
  } as const;
  return { ...query, terms: [...query.terms, { isNegated: false, test, at: 0, length: 0 }] };
}

interface Asked {
  readonly position: z.infer<typeof Position> | undefined;
  readonly now: number;
  readonly accept: Accept;
  readonly query: Query;
  /** The only issues that may be shown; undefined when all may. */
  readonly candidates: Candidates;
}

async function pageOf(
  ports: ListPorts,
  request: ListIssues,
  { position, now, accept, query, candidates }: Asked,
): Promise<IssuePage> {
  const begun = position ?? { seen: now, ...beginning(request, candidates) };
  const narrowed = once(() => meantBy(ports, request.project, query, commonCandidates));
  if ("recent" in begun) {
    const lastSeen = lastSeenIn(query);
    return walkIssues(ports, request, { accept, candidates, narrowed, lastSeen, start: begun });
  }
  const all = candidates ?? (query.terms.length > 0 ? await narrowed() : undefined);
  if ("value" in begun) return rankedIssues(ports, request, { accept, candidates: all, start: begun });
  const issues = await accept([...(all ?? [])].slice(0, 2 * FEW_MAX));
  return fewIssues(issues.sort(inOrder(request.sort)), request, begun);
}

/** How a listing is gone through. */
function beginning({ sort }: ListIssues, candidates: Candidates) {
  if (candidates && candidates.size <= FEW_MAX) return { marks: "" };
  return sort === "lastSeen"
    ? { recent: [], ahead: "", roots: "" }
    : { value: Number.POSITIVE_INFINITY, id: "" };
}

function acceptOf(
  ports: ListPorts,
  request: ListIssues,
  asked: { readonly query: Query; readonly now: number },
): Accept {
  const { project, environment } = request;
  const isAny = asked.query.terms.length === 0;
  return async (ids) => {
    const met = isAny
      ? [...(await getIssues(ports, project, ids)).values()]
      : await verified(ports, project, ids, asked);
    const shown = met.filter((issue) => hasStatus(request, issue));
    if (environment === undefined) return shown;
    return shown.map((issue) => ({ ...issue, count: countIn(issue.environmentCounts ?? {}, environment) }));
  };
}

/** What may be shown of candidates: what was typed may be an issue's id, too, and if that is a member's stands for its root. */
async function meantBy(
  ports: ListPorts,
  project: string,
  query: Query,
  candidatesOf: typeof rareCandidates,
): Promise<Candidates> {
  const candidates = await candidatesOf(ports, project, query);
  if (candidates === undefined || query.id === undefined) return candidates;
  return new Set([...candidates, ...(await rootsOf(ports, project, [query.id]))]);
}

/** What was typed may be an event's id: then its issue is what is looked for, whatever its status. */
async function byEventId(ports: ListPorts, project: string, { id }: Query): Promise<IssuePage | undefined> {
  const found = id === undefined ? undefined : await findEvent(ports, project, id);
  const issue = found && (await getIssues(ports, project, [found.issue])).get(found.issue);
  return issue && { issues: [issue], cursor: undefined, event: found.event };
}
