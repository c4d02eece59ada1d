import { type Accepted, newIssueOf } from "@faultline/core/event";
import { groupBy } from "@faultline/core/group-by";
import { eventCountOf, readPack } from "../ingest/pack.js";
import type { Change, Item, Ports, ProjectionPorts } from "../ports.js";
import { untilWritten } from "../table/compare-and-swap.js";
import { inPool } from "../table/in-pool.js";
import { logItemKind, statusOf } from "../table/layout.js";
import { applyMerge, mergedIn } from "./apply-merge.js";
import { applyProject } from "./apply-project.js";
import { applyRelease } from "./apply-release.js";
import { applyTriage } from "./apply-triage.js";
import { deletedBeforeOf } from "./deletions.js";
import { foldIssue } from "./fold-issue.js";
import { foldProject } from "./fold-project.js";
import { placeOf } from "./former-issue.js";
import { formerIssueOf, revive } from "./move-back.js";
import { otherCopiesAfter } from "./rows/other-copies.js";
import { noteReleases } from "./rows/releases.js";
import { noteRequests } from "./rows/requests.js";

/** Changes, by their place in what was given, that could not be taken in and have to be given again. */
interface Reduced {
  readonly failed: readonly { readonly index: number; readonly error: unknown }[];
}

interface Fresh {
  readonly index: number;
  readonly item: Item;
}

interface Arrival {
  readonly index: number;
  readonly accepted: Accepted;
}

const AT_ONCE = 16;
const EVENTS_AT_ONCE = 2_000;

/**
 * Folds changes of this region's log into its view. Whatever is given again changes nothing, so a
 * caller gives a change until it no longer fails. Expired and removed items are passed over: the view
 * keeps what it counted.
 */
export async function reduce(ports: ProjectionPorts, changes: readonly Change[]): Promise<Reduced> {
  const failures = new Map<number, unknown>();
  const fresh = changes.flatMap(({ new: item, expired }, index) =>
    item && !expired ? [{ index, item }] : [],
  );
  const ofKind = (kind: ReturnType<typeof logItemKind>) =>
    fresh.filter(({ item }) => logItemKind(item) === kind);

  const guarded = (indexes: readonly number[], work: () => Promise<void>) => async (): Promise<void> => {
    await work().catch((error: unknown) => {
      // One issue that cannot be written must not hold up the others; its changes are reported as failed.
      for (const index of indexes) failures.set(index, error);
    });
  };
  const indexesOf = (group: readonly Arrival[]) => group.map(({ index }) => index);

  for (const packs of partsOf(ofKind("pack"))) {
    const arrivals = await unpack(ports, packs, failures);
    const byIssue = groupBy(
      arrivals,
      ({ accepted: { project, event } }) => `${project}#${newIssueOf(project, event)}`,
    );
    const byProject = groupBy(arrivals, ({ accepted }) => accepted.project);
    await inPool(AT_ONCE, [
      ...[...byIssue.values()].map((group) => guarded(indexesOf(group), () => takeIssue(ports, group))),
      ...[...byProject].map(([project, group]) =>
        guarded(indexesOf(group), () => takeProject(ports, project, group)),
      ),
    ]);
  }
  await inPool(AT_ONCE, [
    ...ofKind("status").map(({ index, item }) => guarded([index], () => takeStatus(ports, item))),
    ...ofKind("former issue").map(({ index, item }) =>
      guarded([index], () => revive(ports, formerIssueOf(item))),
    ),
    ...ofKind("merge").map(({ index, item }) => guarded([index], () => applyMerge(ports, mergedIn(item)))),
    ...ofKind("release").map(({ index, item }) => guarded([index], () => applyRelease(ports, item))),
    // Earlier versions wrote a project's deletion into its own row.
    ...ofKind("project").map(({ index, item }) => guarded([index], () => applyProject(ports, item.sk))),
    ...ofKind("deletion").map(({ index, item }) => guarded([index], () => takeDeletion(ports, item))),
  ]);
  return { failed: [...failures].map(([index, error]) => ({ index, error })) };
}

/** The packs in their order, so many together that unpacking them neither fills the memory nor keeps others waiting. */
function* partsOf(packs: readonly Fresh[]): Generator<readonly Fresh[]> {
  let part: Fresh[] = [];
  let events = 0;
  for (const pack of packs) {
    part.push(pack);
    events += eventCountOf(pack.item);
    if (events < EVENTS_AT_ONCE) continue;
    yield part;
    part = [];
    events = 0;
  }
  if (part.length > 0) yield part;
}

async function unpack(
  ports: Pick<Ports, "blobs">,
  packs: readonly Fresh[],
  failures: Map<number, unknown>,
): Promise<Arrival[]> {
  const read = packs.map(async ({ index, item }) => {
    try {
      return (await readPack(ports, item)).map((accepted) => ({ index, accepted }));
    } catch (error) {
      // A pack that cannot be read stays in the log and is given again; the others go on.
      failures.set(index, error);
      return [];
    }
  });
  return (await Promise.all(read)).flat();
}

/** Events of one issue; where the mechanism before knew several, each with its own, since each may live on. */
async function takeIssue(ports: ProjectionPorts, group: readonly Arrival[]): Promise<void> {
  const accepted = group.map((arrival) => arrival.accepted);
  for (const [known, events] of groupBy(accepted, ({ event }) => event.issue)) {
    const [first] = events;
    if (!first) continue;
    const { project, event } = first;
    const issue = newIssueOf(project, event);
    const former = known === issue ? undefined : known;
    await untilWritten(ports, () => foldIssue(ports, { project, issue, events, former }, placeOf));
  }
}

async function takeProject(
  ports: ProjectionPorts,
  project: string,
  group: readonly Arrival[],
): Promise<void> {
  const events = group.map(({ accepted }) => accepted);
  await untilWritten(ports, () => foldProject(ports, project, events));
  await noteReleases(ports, project, events);
  await noteRequests(ports, project, events);
}

async function takeStatus(ports: ProjectionPorts, item: Item): Promise<void> {
  const { project, issue } = statusOf(item);
  await applyTriage(ports, project, issue);
}

/**
 * What a deletion leaves: everything received later. Among it may be copies of events that counted by one received before,
 * so those are folded again.
 */
async function takeDeletion(ports: ProjectionPorts, item: Item): Promise<void> {
  const { project, issue } = statusOf(item);
  await (issue ? applyTriage(ports, project, issue) : applyProject(ports, project));
  for await (const packs of otherCopiesAfter(ports, project, deletedBeforeOf(item))) {
    const { failed } = await reduce(
      ports,
      packs.map((pack) => ({ new: pack })),
    );
    if (failed[0]) throw failed[0].error;
  }
}
