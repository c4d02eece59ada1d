import type { EventPorts, Ports } from "../ports.js";
import type { Entry } from "../projection/series/entry.js";
import { HOUR, hourOf } from "../projection/series/hours.js";
import { LAST } from "../projection/series/load.js";
import { rowPrefix } from "../projection/series/page.js";
import { sortableTime } from "../table/layout.js";
import { entriesOfParts, entriesUpOfParts, type Position } from "./entries-of-parts.js";
import { findEntry } from "./find-entry.js";
import { type Part, partsOf } from "./parts.js";
import { readEvents } from "./read-events.js";

/** The ids of the events around one of an issue's; undefined where there is none, or its pack has expired. */
interface Neighbours {
  readonly first: string | undefined;
  readonly older: string | undefined;
  readonly newer: string | undefined;
  readonly latest: string | undefined;
  /** Which of all events it is, the first one being 1; undefined for one that is far from the latest. */
  readonly number: number | undefined;
  /** How many there are. */
  readonly of: number;
}

/** So far from the latest an event's number is counted: about as many entries as lie in a page. */
const COUNTED_MAX = 100;

/** What lies around an event of an issue; undefined when the issue has no such event. */
export async function neighboursOf(
  ports: EventPorts & Pick<Ports, "view">,
  { project, issue, event }: { project: string; issue: string; event: string },
): Promise<Neighbours | undefined> {
  const parts = await partsOf(ports, project, issue);
  const entry = await findEntry(ports, parts, event);
  if (!entry) return undefined;
  const [latest, older, newer, first, after] = await Promise.all([
    firstOf(entriesOfParts(ports, parts)).then((step) => idOf(ports, step?.entry)),
    firstOf(entriesOfParts(ports, parts, behind(parts, entry))).then((step) => idOf(ports, step?.entry)),
    firstOf(entriesUpOfParts(ports, parts, entry)).then((found) => idOf(ports, found)),
    firstKept(ports, entriesUpOfParts(ports, parts)),
    countNewer(ports, parts, entry),
  ]);
  const of = parts.reduce((sum, { state }) => sum + state.series.total, 0);
  return { first, older, newer, latest, number: after === undefined ? undefined : of - after, of };
}

async function countNewer(
  ports: Pick<Ports, "view">,
  parts: readonly Part[],
  { digest }: Entry,
): Promise<number | undefined> {
  let newer = 0;
  for await (const step of entriesOfParts(ports, parts)) {
    if (step.entry.digest === digest) return newer;
    newer++;
    if (newer > COUNTED_MAX) return undefined;
  }
  return undefined;
}

async function firstOf<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item;
  return undefined;
}

/** Behind the entry, in the dense pages of its hour and of those before; any mixed page may hold what comes next. */
function behind(parts: readonly Part[], { at, digest }: Entry): Position {
  const pages = parts.map(({ pk, state: { series } }) => {
    const dense = rowPrefix("D", series.gen) + sortableTime((hourOf(at) + 1) * HOUR - 1) + LAST;
    return [pk, { dense }] as const;
  });
  const [only, ...others] = pages;
  const own = only && others.length === 0 ? only[1] : { parts: Object.fromEntries(pages) };
  return { at, digest, ...own };
}

async function idOf(ports: EventPorts, entry: Entry | undefined): Promise<string | undefined> {
  return entry && (await readEvents(ports, [entry])).get(entry.digest)?.event.id;
}

/** So many expired events are passed over in search of the earliest that is still kept. */
const PASSED_OVER_MAX = 1000;
const BATCH = 50;

async function firstKept(ports: EventPorts, entries: AsyncIterable<Entry>): Promise<string | undefined> {
  let passed = 0;
  let batch: Entry[] = [];
  for await (const entry of entries) {
    batch.push(entry);
    // The very first is nearly always there, and then one read is enough.
    if (passed > 0 && batch.length < BATCH) continue;
    const found = await earliestOf(ports, batch);
    if (found !== undefined || passed >= PASSED_OVER_MAX) return found;
    passed += batch.length;
    batch = [];
  }
  return earliestOf(ports, batch);
}

async function earliestOf(ports: EventPorts, entries: readonly Entry[]): Promise<string | undefined> {
  const events = await readEvents(ports, entries);
  const kept = entries.find(({ digest }) => events.has(digest));
  return kept && events.get(kept.digest)?.event.id;
}
