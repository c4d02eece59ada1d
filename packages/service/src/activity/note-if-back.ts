import type { Accepted } from "@faultline/core/event";
import type { Ports } from "../ports.js";
import { type IssueState, reopensBeforeOf } from "../projection/rows/issue-row.js";
import { joined } from "../projection/rows/members.js";
import { noteRegression } from "./note-decisions.js";

type State = Pick<IssueState, "register" | "since" | "series" | "members" | "mergedInto">;

/** Keeps that an issue came back, and by which release as far as that is known. Before the row is written, so that none is missed. */
export async function noteIfBack(
  ports: Pick<Ports, "log">,
  place: { readonly project: string; readonly issue: string },
  before: State,
  after: State,
  added: readonly Accepted[] = [],
): Promise<void> {
  const { register, since } = after;
  const at = reopensBeforeOf(after);
  if (register?.status !== "resolved" || at <= register.at || joined(after).total === 0) return;
  // Of a member nothing is kept: one that is taken out may have come back meanwhile.
  const wasShown = before.mergedInto === undefined;
  if (wasShown && before.register?.at === register.at && reopensBeforeOf(before) > register.at) return;
  const event = added.find(({ reopensBefore }) => reopensBefore === at)?.event;
  const release = since?.releases.find(([, time]) => time === at)?.[0] ?? event?.release;
  await noteRegression(ports, place, register.at, { at, release });
}
