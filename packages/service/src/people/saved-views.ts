import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { LAST_WRITE_WINS, type Ports } from "../ports.js";
import { SORTS, STATUSES } from "../query/listing.js";
import { compareAndSwap } from "../table/compare-and-swap.js";
import { savedViewKey, savedViewsPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { endedAmong, endedWrite } from "./ended.js";

const VIEWS_MAX = 100;

/** A list of issues by a name: what is looked for, and in which order. */
const SavedView = z.object({
  id: z.string(),
  name: z.string(),
  /** All projects when left out. */
  project: z.string().optional(),
  status: z.enum(STATUSES),
  query: z.string(),
  /** All environments when left out. */
  environment: z.string().optional(),
  sort: z.enum(SORTS),
});
export type SavedView = z.infer<typeof SavedView>;

type NewView = Omit<SavedView, "id">;
type ViewPorts = Pick<Ports, "log" | "clock" | "ids">;

/** What somebody saved, by name; the owner is a person's id, or that of the master key. */
export async function savedViewsOf(
  { log }: Pick<Ports, "log">,
  owner: string,
): Promise<readonly SavedView[]> {
  const rows = await collect(queryAll(log, { pk: savedViewsPartition(owner) }));
  const ended = await endedAmong(
    log,
    rows.map(({ sk }) => sk),
  );
  return rows
    .filter(({ sk }) => !ended.has(sk))
    .map((row) => SavedView.parse(row))
    .sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}

/** Saves one more. Throws `too_many_saved_views`, `saved_view_taken`. */
export async function addSavedView(ports: ViewPorts, owner: string, view: NewView): Promise<SavedView> {
  const others = await savedViewsOf(ports, owner);
  if (others.length >= VIEWS_MAX)
    throw new VisibleError(
      "conflict",
      "too_many_saved_views",
      `There are ${VIEWS_MAX} saved views; remove some that are not used.`,
    );
  refuseTaken(others, view.name);
  const added = { ...view, id: `view_${ports.ids.unique()}` };
  await ports.log.put({ ...savedViewKey(owner, added.id), ...added, ver: 1 }, { kind: "absent" });
  return added;
}

/**
 * Renames it, or makes it mean another list. Of two changes in two regions the later stands. Throws `saved_view_not_found`,
 * `saved_view_taken`.
 */
export async function changeSavedView(
  ports: ViewPorts,
  owner: string,
  id: string,
  change: (before: SavedView) => SavedView,
): Promise<SavedView> {
  const all = await savedViewsOf(ports, owner);
  const before = all.find((view) => view.id === id);
  if (!before) throw noSuchView();
  const { name } = change(before);
  if (name !== before.name) refuseTaken(all, name);
  const row = { key: savedViewKey(owner, id), schema: SavedView };
  const changed = await compareAndSwap(ports, ports.log, row, (now) => now && change(now));
  if (!changed) throw noSuchView();
  return changed;
}

/** Removes it. That it is gone is a row of its own, which no change made elsewhere meanwhile writes away. Throws as above. */
export async function removeSavedView(
  ports: Pick<Ports, "log" | "clock">,
  owner: string,
  id: string,
): Promise<SavedView> {
  const known = (await savedViewsOf(ports, owner)).find((view) => view.id === id);
  if (!known) throw noSuchView();
  await end(ports, owner, id);
  return known;
}

/** Removes all that somebody saved, once they are gone themselves. */
export async function removeSavedViews(ports: Pick<Ports, "log" | "clock">, owner: string): Promise<void> {
  for (const { id } of await savedViewsOf(ports, owner)) await end(ports, owner, id);
}

const end = (ports: Pick<Ports, "log" | "clock">, owner: string, id: string) =>
  ports.log.transact([
    endedWrite(ports, id),
    { kind: "delete", key: savedViewKey(owner, id), condition: LAST_WRITE_WINS },
  ]);

function refuseTaken(views: readonly SavedView[], name: string): void {
  if (!views.some((view) => view.name === name)) return;
  throw new VisibleError(
    "conflict",
    "saved_view_taken",
    "A saved view has this name already; choose another.",
  );
}

const noSuchView = (): VisibleError =>
  new VisibleError(
    "not_found",
    "saved_view_not_found",
    "There is no such saved view; it may be removed already.",
  );
