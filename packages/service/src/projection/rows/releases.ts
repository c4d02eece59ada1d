import type { Accepted } from "@faultline/core/event";
import { groupBy } from "@faultline/core/group-by";
import * as z from "zod";
import type { EventPorts, Item, Key, Ports } from "../../ports.js";
import { OBJECTS, readEvents } from "../../query/read-events.js";
import { comparable } from "../../query/syntax/comparable.js";
import { compareAndSwap } from "../../table/compare-and-swap.js";
import { projectPartition, RELEASE_CHARS_MAX, RELEASES_MAX } from "../../table/layout.js";
import { collect, queryAll } from "../../table/query-all.js";
import { projectDeletedBefore } from "../deletions.js";
import { expiryOf, isKeptLong } from "../expiry.js";
import type { Entry } from "../series/entry.js";
import { LAST } from "../series/load.js";
import { type FirstEvent, noteSeen } from "./began.js";
import { noteUsers } from "./release-users.js";

/** What noting a release touches. */
type ReleasePorts = Pick<Ports, "log" | "view" | "clock" | "ids" | "settings">;

/** The earliest event of a release: when it began to run, as far as errors can tell. Times in milliseconds since 1970. */
const Release = z.object({ release: z.string(), at: z.number(), receivedAt: z.number() });
type Release = z.infer<typeof Release>;

const Row = Release.extend({
  x: z.number(),
  /** Up to when the project was deleted, as far as was known when the log was told of the release. */
  cut: z.number().default(-1),
});
type Row = z.infer<typeof Row>;
const PREFIX = "R#";

const releaseKey = (project: string, release: string): Key => ({
  pk: projectPartition(project),
  sk: PREFIX + release,
});

/** Keeps the earliest event of each release among these, and whom they happened to. May be given again, in whatever order. */
export async function noteReleases(
  ports: ReleasePorts,
  project: string,
  events: readonly Accepted[],
): Promise<void> {
  const deletedBefore = (await projectDeletedBefore(ports, project)) ?? -1;
  const left = events.filter(({ receivedAt }) => receivedAt > deletedBefore);
  const byRelease = groupBy(left, ({ event }) => event.release ?? "");
  for (const [release, group] of byRelease) {
    if (release === "" || release.length > RELEASE_CHARS_MAX) continue;
    const earliest = group.reduce((first, one) => (one.at < first.at ? one : first));
    await noteOne(ports, project, { release, event: earliest, group, deletedBefore });
    await noteUsers(ports, project, { release, group, deletedBefore });
  }
}

interface Noted {
  readonly release: string;
  /** The earliest of the group. */
  readonly event: Accepted;
  /** How long it is kept follows from all of them. */
  readonly group: readonly Accepted[];
  readonly deletedBefore: number;
}

async function noteOne(
  ports: ReleasePorts,
  project: string,
  { release, event, group, deletedBefore }: Noted,
): Promise<void> {
  const row = { key: releaseKey(project, release), schema: Row };
  const stored = await ports.view.get(row.key);
  const before = stored && Row.parse(stored);
  const kept = expiryOf(ports, before?.x ?? 0, group);
  const change = (known: Row | undefined, first: FirstEvent = event): Row | undefined => {
    const x = expiryOf(ports, known?.x ?? 0, group);
    if (known && known.receivedAt > deletedBefore && known.at <= first.at)
      return known.cut === deletedBefore && isKeptLong(known.x, x)
        ? undefined
        : { ...known, x, cut: deletedBefore };
    return { release, at: first.at, receivedAt: first.receivedAt, x, cut: deletedBefore };
  };
  // Nearly always: then nothing is read once more.
  if (before && !change(before)) return;
  const isTold = before && before.cut === deletedBefore && isKeptLong(before.x, kept);
  // First in the log: what this view noted already is not told again. What the view has forgotten the log may know.
  const seen = isTold ? event : await noteSeen(ports, { project, release, deletedBefore }, event, kept);
  const first = seen.at < event.at ? seen : event;
  await compareAndSwap(ports, ports.view, row, (known) => change(known, first));
}

/** A project's releases, the one that began last first. They are read by name, so the latest may be any of them. */
export async function releasesOf(
  ports: Pick<Ports, "log" | "view">,
  project: string,
): Promise<readonly Release[]> {
  const deletedBefore = (await projectDeletedBefore(ports, project)) ?? -1;
  const rows = await collect(rowsOf(ports, project), RELEASES_MAX);
  const releases = rows.map((item) => Release.parse(item));
  return releases.filter(({ receivedAt }) => receivedAt > deletedBefore).sort((a, b) => b.at - a.at);
}

const NAMES_MAX = 5_000;

/** What a project's releases are called, as a search compares them; undefined when they are more than some thousands. */
export async function releaseNames(
  ports: Pick<Ports, "view">,
  project: string,
): Promise<readonly string[] | undefined> {
  const names = new Set<string>();
  for await (const { sk } of rowsOf(ports, project)) {
    if (names.size === NAMES_MAX) return undefined;
    names.add(comparable(sk.slice(PREFIX.length)));
  }
  return [...names];
}

/** Events that are in memory together. */
const AT_ONCE = 2_000;

/** After a deletion: the releases of those events that it left. Rows of other ones say nothing any more. */
export async function noteReleasesOf(
  ports: ReleasePorts & EventPorts,
  project: string,
  left: readonly Entry[],
): Promise<void> {
  for (let from = 0; from < left.length; from += AT_ONCE) {
    const events = await readEvents(ports, left.slice(from, from + AT_ONCE), OBJECTS);
    await noteReleases(ports, project, [...events.values()]);
  }
}

const rowsOf = (ports: Pick<Ports, "view">, project: string): AsyncGenerator<Item> =>
  queryAll(ports.view, { pk: projectPartition(project), from: PREFIX, to: PREFIX + LAST });
