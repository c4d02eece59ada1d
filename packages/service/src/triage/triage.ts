import type { Issue } from "@faultline/core/issue";
import { newestRelease, type ResolvedIn } from "@faultline/core/release-order";
import type { WindowCounts } from "@faultline/core/rule";
import { Assignment, type Mute, type Status, TriageState } from "@faultline/core/status";
import { VisibleError } from "@faultline/core/visible-error";
import { removeComments } from "../activity/comments.js";
import type { Assignee } from "../people/assignee.js";
import type { Ports, ProjectionPorts } from "../ports.js";
import { applyTriage } from "../projection/apply-triage.js";
import { writeDeletion } from "../projection/deletions.js";
import { allReleases, beganOf } from "../projection/rows/began.js";
import { issueKey, readIssue } from "../projection/rows/issue-row.js";
import { joined } from "../projection/rows/members.js";
import { getIssue } from "../query/issues.js";
import { compareAndSwap } from "../table/compare-and-swap.js";
import { assigneeKey, statusKey } from "../table/layout.js";

export interface Decision {
  readonly status?: Status | undefined;
  /** Of a resolution: as of this release, or as of whatever comes after the newest there is. */
  readonly in?: "next" | { readonly release: string } | undefined;
  /** Who is to look after it; null for nobody. */
  readonly assignee?: Assignee | null | undefined;
  /** Null ends a mute; left out, a mute stays as it is. */
  readonly mute?: Mute | null | undefined;
}

interface Triage extends Decision {
  readonly project: string;
  readonly issue: string;
  readonly by: string;
  /** Where nobody decides it by hand. */
  readonly why?: string | undefined;
}

const UNDECIDED: TriageState = { status: "unresolved", at: 0 };

/** Decides about an issue and gives it back as it then stands. Throws `issue_not_found`, and `no_release`. */
export async function decide(ports: ProjectionPorts, triage: Triage): Promise<Issue> {
  const { project, by, status, mute, assignee } = triage;
  const before = await requireRoot(ports, project, triage.issue);
  const resolvedIn = triage.in && (await resolvedInOf(ports, project, triage.in));
  if (status !== undefined || mute !== undefined)
    await writeTriage(ports, before, (register, at, windows) => ({
      ...register,
      // A mute alone does not resolve anew: the time of the resolution stays.
      ...(status === undefined
        ? {}
        : { status, at, by, in: resolvedIn, why: triage.why, deleted: undefined }),
      ...(mute === undefined ? {} : { mute: mute ? counting(mute, windows) : undefined, muted: { at, by } }),
    }));
  if (assignee !== undefined) await assign(ports, { project, issue: before.id, by, assignee });
  return requireIssue(ports, project, before.id);
}

/** A mute by a window with what the one of now had, as far as this region knows. */
const counting = (mute: Mute, windows: WindowCounts): Mute =>
  "window" in mute ? { ...mute, had: windows[mute.window] ?? [0, 0] } : mute;

/** "Next" is written down as what comes after the newest release of now, so that it never changes its meaning. */
async function resolvedInOf(
  ports: Pick<Ports, "log">,
  project: string,
  wanted: NonNullable<Decision["in"]>,
): Promise<ResolvedIn> {
  if (wanted !== "next") {
    const { release } = wanted;
    const began = await beganOf(ports, project, [release]);
    return { release, began: began(release) };
  }
  const { releases, began } = await allReleases(ports, project);
  const newest = newestRelease(releases, began);
  if (newest !== undefined) return { release: newest, after: true, began: began(newest) };
  throw new VisibleError(
    "unprocessable",
    "no_release",
    "Nobody told of a release of this project yet: resolve the issue now, or name the release.",
  );
}

/** A row of its own, so that neither an assignment nor another decision takes the other back. */
async function assign(
  ports: ProjectionPorts,
  { project, issue, by, assignee }: Omit<Triage, "assignee"> & { readonly assignee: Assignee | null },
): Promise<void> {
  const row = { key: assigneeKey(project, issue), schema: Assignment };
  await compareAndSwap(ports, ports.log, row, (before) => ({
    to: assignee?.name ?? null,
    person: assignee?.person,
    at: Math.max(ports.clock.now(), (before?.at ?? -1) + 1),
    by,
  }));
  await applyTriage(ports, project, issue);
}

/**
 * Resolves an issue as of a time, unless something was decided about it since, or it is ignored. It may come before
 * the issue's events do; whoever else decides the same at the same time changes nothing.
 */
export async function resolveAt(
  ports: ProjectionPorts,
  { project, issue, at, by, why }: Pick<Triage, "project" | "issue" | "why"> & { at: number; by?: string },
): Promise<void> {
  await changeRegister(ports, { project, issue }, (before) =>
    before.at >= at || before.status === "ignored"
      ? undefined
      : { ...before, status: "resolved", in: undefined, deleted: undefined, at, by, why },
  );
}

/** Deletes an issue's events up to now; a later event begins it anew. Throws `issue_not_found`. */
export async function deleteIssue(
  ports: ProjectionPorts & Pick<Ports, "region">,
  project: string,
  issue: string,
  by: string,
): Promise<void> {
  const root = await requireRoot(ports, project, issue);
  const deletedBefore = ports.clock.now();
  for (const id of [...(root.members ?? []), root.id]) {
    await writeDeletion(ports, { project, issue: id }, deletedBefore);
    await writeTriage(ports, { project, id }, (_, at) => ({
      status: "unresolved",
      at,
      by,
      cut: deletedBefore,
      deleted: true,
    }));
    await removeComments(ports, { project, issue: id }, deletedBefore);
  }
  if (root.assignee !== undefined) await assign(ports, { project, issue: root.id, by, assignee: null });
}

/** The issue that is shown for one, or `issue_not_found`: what is decided about a member is decided about its root. */
export async function requireRoot(
  ports: Pick<Ports, "view">,
  project: string,
  issue: string,
): Promise<Issue> {
  const found = await requireIssue(ports, project, issue);
  return found.mergedInto === undefined ? found : requireIssue(ports, project, found.mergedInto);
}

/** The issue, or `issue_not_found`. */
export async function requireIssue(
  ports: Pick<Ports, "view">,
  project: string,
  issue: string,
): Promise<Issue> {
  const found = await getIssue(ports, project, issue);
  if (found) return found;
  throw new VisibleError(
    "not_found",
    "issue_not_found",
    "The project has no such issue; it may have been deleted.",
  );
}

/** The time of a decision is a hybrid clock: later than all its writer had seen, whatever this machine's clock says. */
async function writeTriage(
  ports: ProjectionPorts,
  { project, id: issue }: Pick<Issue, "project" | "id">,
  change: (register: TriageState, at: number, windows: WindowCounts) => TriageState,
): Promise<void> {
  const state = readIssue(await ports.view.get(issueKey(project, issue)));
  const { last, reopensBefore } = joined(state);
  const seen = Math.max(last, reopensBefore);
  await changeRegister(ports, { project, issue }, (before) =>
    change(
      before,
      Math.max(ports.clock.now(), before.at + 1, (before.muted?.at ?? -1) + 1, seen),
      state.windows,
    ),
  );
}

/** Writes the register unless `change` leaves it, then takes it into this region's view, so that who decided sees it. */
async function changeRegister(
  ports: ProjectionPorts,
  { project, issue }: { project: string; issue: string },
  change: (register: TriageState) => TriageState | undefined,
): Promise<void> {
  const row = { key: statusKey(project, issue), schema: TriageState };
  let isChanged = false;
  await compareAndSwap(ports, ports.log, row, (before = UNDECIDED) => {
    const next = change(before);
    isChanged = next !== undefined;
    return next;
  });
  if (isChanged) await applyTriage(ports, project, issue);
}
