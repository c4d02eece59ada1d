import type { Assignment, TriageState } from "@faultline/core/status";
import type { Ports } from "../ports.js";
import { noteRelease } from "../releases/rows.js";
import { type ActivityLine, noteActivity } from "./lines.js";

interface Place {
  readonly project: string;
  readonly issue: string;
}

/** What is decided about an issue. */
interface Decided {
  readonly register: TriageState | undefined;
  readonly assignment: Assignment | undefined;
}

export const UNDECIDED: Decided = { register: undefined, assignment: undefined };

/**
 * Keeps what was decided since. Whoever takes a decision into a view writes its line: so none is missing, though who decided
 * was lost in between, and the register holds the latest alone.
 */
export async function noteDecisions(
  ports: Pick<Ports, "log">,
  place: Place,
  before: Decided,
  after: Decided,
): Promise<void> {
  for (const line of linesOf(before, after)) {
    await noteActivity(ports, place, line);
    const { at, release, after: isAfter } = line;
    if (release !== undefined)
      await noteRelease(ports, place.project, release, {
        kind: "resolved",
        issue: place.issue,
        at,
        after: isAfter,
      });
  }
}

function linesOf(before: Decided, { register, assignment }: Decided): ActivityLine[] {
  const lines: ActivityLine[] = [];
  // At 0 nobody decided yet: a mute alone leaves it so.
  if (register && register.at > (before.register?.at ?? 0)) lines.push(statusLine(register));
  if (register?.muted && register.muted.at > (before.register?.muted?.at ?? -1)) {
    const { mute, muted } = register;
    lines.push({ ...muted, did: mute ? "muted" : "unmuted", mute });
  }
  if (assignment && assignment.at > (before.assignment?.at ?? -1)) {
    const { at, by, to } = assignment;
    lines.push({ at, by, did: "assigned", to });
  }
  return lines.sort((a, b) => a.at - b.at);
}

function statusLine({ status, at, by, why, deleted, in: resolved }: TriageState): ActivityLine {
  if (deleted) return { at, by, did: "deleted" };
  const inRelease = status === "resolved" ? resolved : undefined;
  return { at, by, did: status, why, release: inRelease?.release, after: inRelease?.after };
}

/** An issue was resolved then, and an event reopened it; which one that was first, each region tells for itself. */
export async function noteRegression(
  ports: Pick<Ports, "log">,
  place: Place,
  resolvedAt: number,
  { at, release }: { readonly at: number; readonly release: string | undefined },
): Promise<void> {
  const line: ActivityLine = { at, did: "regressed", release: release || undefined };
  await noteActivity(ports, place, line, { at: resolvedAt, isAfter: true });
  // By the time of the resolution, which both regions know it by.
  if (release)
    await noteRelease(ports, place.project, release, {
      kind: "regressed",
      issue: place.issue,
      at: resolvedAt,
    });
}
