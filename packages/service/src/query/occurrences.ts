import type { Accepted } from "@faultline/core/event";
import { z } from "zod";
import type { QueryPorts } from "../ports.js";
import { issueKey, readIssue } from "../projection/rows/issue-row.js";
import type { MapPorts } from "../source-maps/map-cache.js";
import { withOriginals } from "../source-maps/with-originals.js";
import { readCursor, writeCursor } from "./cursor.js";
import { entriesOf, type Step } from "./entries.js";
import { findEntry } from "./find-entry.js";
import { readEvents } from "./read-events.js";

interface ListOccurrences {
  readonly project: string;
  readonly issue: string;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface OccurrencePage {
  readonly occurrences: readonly Accepted[];
  readonly cursor: string | undefined;
}

const Position = z.object({
  at: z.number(),
  digest: z.string(),
  dense: z.string().optional(),
  mixed: z.string().optional(),
});

/** Lambda answers with 6 MB at most; the cursor goes on from where a page had no more room. */
const PAGE_BYTES_MAX = 4_000_000;

/** An issue's events, newest first. Those whose pack has expired are left out; an unknown issue has none. */
export async function listOccurrences(ports: QueryPorts, request: ListOccurrences): Promise<OccurrencePage> {
  const { project, issue, limit } = request;
  const from = request.cursor === undefined ? undefined : readCursor(Position, request.cursor);
  const key = issueKey(project, issue);
  const { series } = readIssue(await ports.view.get(key));
  const steps: Step[] = [];
  for await (const step of entriesOf(ports, key.pk, series, from)) {
    steps.push(step);
    if (steps.length > limit) break;
  }
  const page = steps.slice(0, limit);
  const { occurrences, last } = await readPage(ports, page);
  const hasMore = last !== undefined && (last !== page.at(-1) || steps.length > limit);
  return { occurrences, cursor: hasMore ? writeCursor(last.behind()) : undefined };
}

/** The events of the steps, as many as one answer has room for, and the step that was the last. */
async function readPage(
  ports: MapPorts,
  page: readonly Step[],
): Promise<{ occurrences: Accepted[]; last: Step | undefined }> {
  const events = await readEvents(
    ports,
    page.map(({ entry }) => entry),
  );
  const occurrences: Accepted[] = [];
  let bytes = 0;
  let last: Step | undefined;
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
  const key = issueKey(project, issue);
  const entry = await findEntry(ports, key.pk, readIssue(await ports.view.get(key)), eventId);
  const found = entry && (await readEvents(ports, [entry])).get(entry.digest);
  return found && mapped(ports, found);
}

/** Stored as it came, shown as its source maps tell: they may have been uploaded later. */
async function mapped(ports: MapPorts, occurrence: Accepted): Promise<Accepted> {
  return { ...occurrence, event: await withOriginals(ports, occurrence.project, occurrence.event) };
}
