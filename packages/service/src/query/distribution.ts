import type { Accepted } from "@faultline/core/event";
import type { EventPorts, Ports } from "../ports.js";
import type { Entry } from "../projection/series/entry.js";
import { entriesOfParts } from "./entries-of-parts.js";
import { partsOf } from "./parts.js";
import { readEvents } from "./read-events.js";
import { SURROUNDINGS, surroundingOf } from "./surroundings.js";

/** Over how many of an issue's latest events a distribution is told. */
export const SAMPLE_MAX = 200;
const NAMES_MAX = 40;
const VALUES_MAX = 8;

/** How many of an issue's events have which value of a tag. */
interface Tag {
  readonly name: string;
  /** Most frequent first. */
  readonly values: readonly { readonly value: string; readonly count: number }[];
  /** Events with another value than these. */
  readonly others: number;
}

interface Distribution {
  /** How many events were looked at. */
  readonly over: number;
  readonly tags: readonly Tag[];
}

/** How the tags of an issue's latest events are distributed: what clients tagged, and what every event has. */
export async function distributionOf(
  ports: EventPorts & Pick<Ports, "view">,
  project: string,
  issue: string,
): Promise<Distribution> {
  const events = [...(await readEvents(ports, await latest(ports, project, issue))).values()];
  const counts = new Map<string, Map<string, number>>();
  for (const [name, value] of events.flatMap((event) => Object.entries(tagsOf(event)))) {
    if (!counts.has(name) && counts.size === NAMES_MAX) continue;
    const values = counts.get(name) ?? new Map<string, number>();
    counts.set(name, values.set(value, (values.get(value) ?? 0) + 1));
  }
  return { over: events.length, tags: [...counts].map(([name, values]) => tagOf(name, values)) };
}

async function latest(ports: Pick<Ports, "view">, project: string, issue: string): Promise<Entry[]> {
  const parts = await partsOf(ports, project, issue);
  const entries: Entry[] = [];
  for await (const { entry } of entriesOfParts(ports, parts)) {
    entries.push(entry);
    if (entries.length === SAMPLE_MAX) break;
  }
  return entries;
}

function tagOf(name: string, counts: ReadonlyMap<string, number>): Tag {
  const values = [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const others = values.slice(VALUES_MAX).reduce((sum, { count }) => sum + count, 0);
  return { name, values: values.slice(0, VALUES_MAX), others };
}

/** An event's tags, and what else tells events apart. A client's own tag goes before ours of the same name. */
function tagsOf({ event, region }: Accepted): Record<string, string> {
  const { level, environment, release, handled, transaction, serverName: server, user } = event;
  const named = SURROUNDINGS.map((name) => [name, surroundingOf(event, name)?.whole] as const);
  const ours = Object.entries({
    level,
    environment,
    release,
    handled: handled === undefined ? undefined : String(handled),
    transaction,
    server,
    user: user && (user.id ?? user.email ?? user.name ?? user.ip),
    ...Object.fromEntries(named),
    region,
  });
  const present = ours.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { ...Object.fromEntries(present), ...event.tags };
}
