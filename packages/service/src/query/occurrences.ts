import type { Accepted } from "@faultline/core/event";
import type { QueryPorts } from "../ports.js";
import type { MapPorts } from "../source-maps/map-cache.js";
import { withOriginals } from "../source-maps/with-originals.js";
import { readCursor, writeCursor } from "./cursor.js";
import { entriesOfParts, type PartStep, Position } from "./entries-of-parts.js";
import { matchingSteps } from "./find/matching-occurrences.js";
import { refuseUnknownTags } from "./find/unknown-tags.js";
import { findEntry } from "./find-entry.js";
import { type Part, partsOf } from "./parts.js";
import { readEvents } from "./read-events.js";
import { parseQuery } from "./syntax/parse.js";
import type { Query } from "./syntax/query.js";

interface ListOccurrences {
  readonly project: string;
  readonly issue: string;
  readonly query?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface OccurrencePage {
  readonly occurrences: readonly Accepted[];
  readonly cursor: string | undefined;
  /** Of a search: how many it found among how many of the issue's events, from the cursor on. */
  readonly found?: { readonly count: number; readonly among: number; readonly total: number } | undefined;
}

/** Lambda answers with 6 MB at most; the cursor goes on from where a page had no more room. */
const PAGE_BYTES_MAX = 4_000_000;

/** An issue's events, newest first. Those whose pack has expired are left out; an unknown issue has none. */
export async function listOccurrences(ports: QueryPorts, request: ListOccurrences): Promise<OccurrencePage> {
  const { project, issue, limit } = request;
  const from = request.cursor === undefined ? undefined : readCursor(Position, request.cursor);
  const parts = await partsOf(ports, project, issue);
  const query = parseQuery(request.query ?? "", { now: ports.clock.now(), me: "" });
  await refuseUnknownTags(ports, [project], query);
  if (query.terms.length > 0) return searched(ports, parts, { from, query, limit });
  const steps: PartStep[] = [];
  for await (const step of entriesOfParts(ports, parts, from)) {
    steps.push(step);
    if (steps.length > limit) break;
  }
  const page = steps.slice(0, limit);
  const { occurrences, last } = await readPage(ports, page);
  const hasMore = last !== undefined && (last !== page.at(-1) || steps.length > limit);
  return { occurrences, cursor: hasMore ? writeCursor(last.behind()) : undefined };
}

/** The same of those that a query finds. */
async function searched(
  ports: QueryPorts,
  parts: readonly Part[],
  { from, query, limit }: { from: Position | undefined; query: Query; limit: number },
): Promise<OccurrencePage> {
  const { steps, lookedAt, next } = await matchingSteps(ports, parts, from, query);
  const page = steps.slice(0, limit);
  const { occurrences, last } = await readPage(ports, page);
  const isCut = last !== page.at(-1) || steps.length > limit;
  const behind = isCut ? last : next;
  const total = parts.reduce((sum, { state }) => sum + state.series.total, 0);
  const found = { count: steps.length, among: lookedAt, total };
  return { occurrences, found, cursor: behind && writeCursor(behind.behind()) };
}

/** The events of the steps, as many as one answer has room for, and the step that was the last. */
async function readPage(
  ports: MapPorts,
  page: readonly PartStep[],
): Promise<{ occurrences: Accepted[]; last: PartStep | undefined }> {
  const events = await readEvents(
    ports,
    page.map(({ entry }) => entry),
  );
  const occurrences: Accepted[] = [];
  let bytes = 0;
  let last: PartStep | undefined;
  for (const step of page) {
    const found = events.get(step.entry.digest);
    const occurrence = found && (await mapped(ports, found));
    bytes += occurrence ? Buffer.byteLength(JSON.stringify(occurrence.event)) : 0;
    if (last && bytes > PAGE_BYTES_MAX) break;
    if (occurrence) occurrences.push(occurrence);
    last = step;
  }
  return { occurrences, last };
}

/** One event of an issue; undefined when it is not there or its pack has expired. */
export async function getOccurrence(
  ports: QueryPorts,
  project: string,
  issue: string,
  eventId: string,
): Promise<Accepted | undefined> {
  const entry = await findEntry(ports, await partsOf(ports, project, issue), eventId);
  const found = entry && (await readEvents(ports, [entry])).get(entry.digest);
  return found && mapped(ports, found);
}

/** Stored as it came, shown as its source maps tell: they may have been uploaded later. */
async function mapped(ports: MapPorts, occurrence: Accepted): Promise<Accepted> {
  return { ...occurrence, event: await withOriginals(ports, occurrence.project, occurrence.event) };
}
