import { Project } from "@faultline/core/project";
import { Assignment, TriageState } from "@faultline/core/status";
import * as z from "zod";
import type { Item, Ports } from "../ports.js";
import { compareAndSwap } from "../table/compare-and-swap.js";
import { assigneeKey, deletionKey, isDeletion, projectKey, statusKey } from "../table/layout.js";
import { memoize } from "../table/memoize.js";
import { collect, queryAll } from "../table/query-all.js";

const Row = z.object({ cut: z.number() });

/** What is deleted: an issue, or its whole project when none is named. */
interface Deleted {
  readonly project: string;
  readonly issue?: string;
}

/**
 * Writes down that what was received up to then is gone. Each region has a row of its own, whose time only grows, and
 * the latest of all counts: so nothing that the other region writes meanwhile takes a deletion back.
 */
export async function writeDeletion(
  ports: Pick<Ports, "log" | "clock" | "ids" | "region">,
  { project, issue }: Deleted,
  deletedBefore: number,
): Promise<void> {
  const row = { key: deletionKey(project, issue, ports.region), schema: Row };
  await compareAndSwap(ports, ports.log, row, (before) =>
    (before?.cut ?? -1) >= deletedBefore ? undefined : { cut: deletedBefore },
  );
}

/** A project's events received up to this time are deleted; undefined when none are. */
export async function projectDeletedBefore(
  { log }: Pick<Ports, "log">,
  project: string,
): Promise<number | undefined> {
  const { pk } = statusKey(project, "");
  const [item, deletions] = await Promise.all([log.get(projectKey(project)), collect(queryAll(log, { pk }))]);
  return latest([item && deletedBeforeIn(item), ...deletions.map(deletedBeforeIn)]);
}

interface Decided {
  readonly register: TriageState | undefined;
  readonly assignment: Assignment | undefined;
  /** The issue's events received up to this time are deleted. */
  readonly deletedBefore: number | undefined;
}

/** What was decided about an issue, in any region. */
export async function decidedAbout(
  { log }: Pick<Ports, "log">,
  project: string,
  issue: string,
): Promise<Decided> {
  const { pk, sk } = statusKey(project, issue);
  const items = await collect(queryAll(log, { pk }));
  const item = items.find((one) => one.sk === sk);
  const register = item && TriageState.parse(item);
  const assigned = items.find((one) => one.sk === assigneeKey(project, issue).sk);
  return {
    register,
    assignment: assigned && Assignment.parse(assigned),
    deletedBefore: latest([register?.cut, ...items.filter(isDeletion).map(deletedBeforeIn)]),
  };
}

/** Up to when a deletion's row deletes. */
export const deletedBeforeOf = (item: Item): number => Row.parse(item).cut;

/** The latest of these times; undefined when there is none. */
export function latest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length > 0 ? Math.max(...known) : undefined;
}

const deletedBeforeIn = memoize((item: Item) =>
  isDeletion(item) ? deletedBeforeOf(item) : Project.parse(item).cut,
);
