import type { Accepted } from "@faultline/core/event";
import { readPack } from "../../ingest/pack.js";
import type { Item, ProjectionPorts } from "../../ports.js";
import { otherCopiesPartition, packKey, sortableTime } from "../../table/layout.js";
import { queryAll } from "../../table/query-all.js";
import { expiryOf } from "../expiry.js";
import type { Entry } from "../series/entry.js";

const READ_AT_ONCE = 100;

/**
 * Writes down the packs of copies by which their events do not count. A deletion may take the copy that counted and leave
 * one that was received later: then these are folded again. Given again it changes nothing.
 */
export async function noteOtherCopies(
  ports: ProjectionPorts,
  project: string,
  others: readonly Pick<Entry, "pack" | "receivedAt">[],
): Promise<void> {
  const pk = otherCopiesPartition(project);
  const items = others.map((other): Item => {
    return { pk, sk: `${sortableTime(other.receivedAt)}#${other.pack}`, x: expiryOf(ports, 0, [other]) };
  });
  for (const item of new Map(items.map((item) => [item.sk, item])).values()) await ports.view.put(item);
}

/** The packs of a project, as the log holds them now, that were noted and received after a time. Some at once. */
export async function* otherCopiesAfter(
  ports: ProjectionPorts,
  project: string,
  deletedBefore: number,
): AsyncGenerator<readonly Item[]> {
  const from = sortableTime(deletedBefore + 1);
  let packs = new Set<string>();
  for await (const { sk } of queryAll(ports.view, { pk: otherCopiesPartition(project), from })) {
    packs.add(sk.slice(from.length + 1));
    if (packs.size < READ_AT_ONCE) continue;
    yield ports.log.getMany([...packs].map(packKey));
    packs = new Set();
  }
  if (packs.size > 0) yield ports.log.getMany([...packs].map(packKey));
}

/** Copies received after a deletion of events of which the copy that counted turned out to be older than it. */
export async function otherCopiesOf(
  ports: ProjectionPorts,
  gone: readonly Accepted[],
  deletedBefore: number,
): Promise<readonly Accepted[]> {
  const [first] = gone;
  if (!first) return [];
  const wanted = new Set(gone.map(({ digest, event }) => `${digest} ${event.issue}`));
  const copies: Accepted[] = [];
  for await (const items of otherCopiesAfter(ports, first.project, deletedBefore))
    for (const item of items) copies.push(...(await readPack(ports, item)));
  return copies.filter(({ digest, event }) => wanted.has(`${digest} ${event.issue}`));
}
