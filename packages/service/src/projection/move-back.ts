import type { Item, ProjectionPorts } from "../ports.js";
import { readEvents } from "../query/read-events.js";
import { untilWritten } from "../table/compare-and-swap.js";
import {
  formerIssueKey,
  formerIssuesPartition,
  formerPartition,
  projectsPartition,
} from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { foldIssue } from "./fold-issue.js";
import { guardKey, guardWrite, readGuard } from "./former-guard.js";
import { currentState } from "./rows/current-state.js";
import { issueKey } from "./rows/issue-row.js";
import { allPages } from "./series/load.js";
import { rewriteIssue } from "./series/rewrite.js";

interface FormerIssue {
  readonly project: string;
  readonly issue: string;
}

/** The project and issue that a row of the log names. */
export const formerIssueOf = ({ pk, sk }: Item): FormerIssue => ({
  project: pk.slice(formerIssuesPartition("").length),
  issue: sk,
});

/**
 * Makes a former issue one that events go on in, in both regions and for good. The log says so before any event goes by
 * it: a view made anew after the old events have expired has to put them into the same issue.
 */
export async function keepFormer(ports: ProjectionPorts, project: string, issue: string): Promise<void> {
  await ports.log.put({ ...formerIssueKey(project, issue) }, { kind: "absent" });
  await revive(ports, { project, issue });
}

/** The same in this region's view, once the log says so: what new issues took of its events comes back. */
export async function revive(ports: ProjectionPorts, { project, issue }: FormerIssue): Promise<void> {
  const key = guardKey(project, issue);
  const guard = await readGuard(ports, project, issue);
  if (guard.settled) return;
  if (!guard.live)
    await untilWritten(ports, async () => {
      const now = await readGuard(ports, project, issue);
      return now.live
        ? "written"
        : ports.view.transact([guardWrite(key, now, { live: true, settled: false })]);
    });
  // From here on no issue is noted any more.
  const notes = await collect(queryAll(ports.view, { pk: formerPartition(project, issue), from: "iss_" }));
  for (const { sk } of notes)
    await untilWritten(ports, () => moveBack(ports, { project, from: sk, to: issue }));
  await untilWritten(ports, async () => {
    const now = await readGuard(ports, project, issue);
    return ports.view.transact([guardWrite(key, now, { live: true, settled: true })]);
  });
}

/** Revives every former issue that the log says lives on: the whole log is about to be folded. */
export async function reviveAll(ports: ProjectionPorts): Promise<void> {
  for await (const { sk: project } of queryAll(ports.log, { pk: projectsPartition })) {
    const kept = await collect(queryAll(ports.log, { pk: formerIssuesPartition(project) }));
    for (const item of kept) await revive(ports, formerIssueOf(item));
  }
}

/** Takes the events of a former issue out of a new one, after they are in the former. One attempt. */
async function moveBack(
  ports: ProjectionPorts,
  { project, from, to }: { readonly project: string; readonly from: string; readonly to: string },
): Promise<"written" | "conflict"> {
  const { pk } = issueKey(project, from);
  const { series } = await currentState(ports, project, from);
  if (series.ver === 0) return "written";
  const pages = await allPages(ports, pk, series.gen);
  const entries = [...series.open, ...pages.flatMap((page) => page.entries)];
  const events = [...(await readEvents(ports, entries)).values()].filter(({ event }) => event.issue === to);
  if (events.length > 0) await untilWritten(ports, () => foldIssue(ports, { project, issue: to, events }));
  const digests = new Set(events.map(({ digest }) => digest));
  return rewriteIssue(ports, project, from, { without: { digests, former: to }, ver: series.ver });
}
