import { isMuted, type TriageState } from "@faultline/core/status";
import type { Item, Ports, Write } from "../ports.js";
import {
  type IssueState,
  isMuteOver,
  issueItem,
  readIssue,
  reopensBeforeOf,
} from "../projection/rows/issue-row.js";
import { joined } from "../projection/rows/members.js";
import { commit, untilWritten } from "../table/compare-and-swap.js";
import { issuePartition, outboxPartition, SINGLE } from "../table/layout.js";
import { readLedger } from "./delivery-ledger.js";
import { isContinued, type PendingNotification } from "./pending-notification.js";
import { usersMet } from "./users-met.js";

/** An issue that has something to tell. */
export interface IssueRef {
  readonly project: string;
  readonly issue: string;
}

const outboxItem = ({ project, issue }: IssueRef): Item => ({
  pk: outboxPartition,
  sk: `${project}#${issue}`,
});

export function placeOf({ sk }: Item): IssueRef {
  const hash = sk.lastIndexOf("#");
  return { project: sk.slice(0, hash), issue: sk.slice(hash + 1) };
}

/** What keeps the list of issues that have something to tell, in the write that changes it. */
export function outboxWrites(
  project: string,
  issue: string,
  from: readonly PendingNotification[],
  to: readonly PendingNotification[],
): Write[] {
  if (from.length === 0 && to.length > 0) return [{ kind: "put", item: outboxItem({ project, issue }) }];
  if (from.length > 0 && to.length === 0) return [{ kind: "delete", key: outboxItem({ project, issue }) }];
  return [];
}

/** What a decision makes due, and what is learnt of releases after it. */
export async function decisionDue(
  ports: Pick<Ports, "log" | "view" | "clock">,
  place: IssueRef,
  before: IssueState,
  after: IssueState & { readonly register: TriageState },
): Promise<readonly PendingNotification[]> {
  return [
    ...(await resolutionDue(ports, place, before, after.register)),
    ...(await regressionDue(ports, place, before, after)),
  ];
}

/** An error may be here before the resolution it came back from: then the resolution makes it due. */
async function regressionDue(
  ports: Pick<Ports, "view" | "clock">,
  place: IssueRef,
  before: IssueState,
  { register, ...after }: IssueState & { readonly register: TriageState },
): Promise<PendingNotification[]> {
  const isNew = (before.register?.at ?? -1) < register.at;
  const wasBack = !isNew && reopensBeforeOf(before) > register.at;
  const isBack = register.status === "resolved" && reopensBeforeOf(after) > register.at;
  const { total } = joined(after);
  if (!isBack || wasBack || total === 0) return [];
  const now = ports.clock.now();
  const held = await heldIn(ports, place, { ...after, register });
  return after.configs.map(({ config, threshold, interval }) => ({
    config,
    kind: "regressed" as const,
    threshold,
    interval,
    from: total,
    to: total,
    about: register.at,
    life: after.series.deletedBefore ?? -1,
    at: now,
    held,
  }));
}

/** Of an issue that is muted nobody is told anything. */
async function heldIn(
  ports: Pick<Ports, "view" | "clock">,
  place: IssueRef,
  state: IssueState,
): Promise<PendingNotification["held"]> {
  const { total } = joined(state);
  const own = { count: state.users.count, fresh: new Set<string>() };
  const { count: users } = await usersMet(ports, { ...place, state, added: [] }, own);
  const loudness = { total, users, isOver: isMuteOver(state), now: ports.clock.now() };
  return isMuted(state.register?.mute, loudness) ? "muted" : undefined;
}

/** A resolution is told where there is something to bring up to date: a ticket, or a bot's message. */
async function resolutionDue(
  ports: Pick<Ports, "log" | "view" | "clock">,
  place: IssueRef,
  before: IssueState,
  register: TriageState,
): Promise<PendingNotification[]> {
  const now = ports.clock.now();
  const { total } = joined(before);
  const isNew = register.status === "resolved" && (before.register?.at ?? -1) < register.at && total > 0;
  if (!isNew) return [];
  const ledger = await readLedger(ports, place.project, place.issue);
  const held = await heldIn(ports, place, { ...before, register });
  return [...ledger]
    .filter(([, told]) => told.reference !== undefined && told.resolved < register.at)
    .map(([config]) => ({
      config,
      kind: "resolved" as const,
      threshold: -1,
      interval: 1,
      from: total,
      to: total,
      about: register.at,
      life: before.series.deletedBefore ?? -1,
      at: now,
      held,
    }));
}

/** What an issue still has to tell in this region. */
export async function outOf(
  ports: Pick<Ports, "view">,
  { project, issue }: IssueRef,
): Promise<readonly PendingNotification[]> {
  return readIssue(await ports.view.get({ pk: issuePartition(project, issue), sk: SINGLE })).out;
}

/** Marks what is about to be told until a time, unless the row has changed since `out` was read from it. */
export async function takeLease(
  ports: Pick<Ports, "view">,
  place: IssueRef,
  out: readonly PendingNotification[],
  taken: readonly PendingNotification[],
  until: number,
): Promise<boolean> {
  const key = { pk: issuePartition(place.project, place.issue), sk: SINGLE };
  const state = readIssue(await ports.view.get(key));
  if (JSON.stringify(state.out) !== JSON.stringify(out)) return false;
  const next = state.out.map((due) =>
    taken.some((one) => isContinued(one, due)) ? { ...due, next: until } : due,
  );
  const row = { ...issueItem(key, { ...state, out: next }), ver: state.series.ver + 1 };
  return (await commit(ports, row, state.series.ver, [])) === "written";
}

/** Takes an issue that has nothing to tell off the list: it was forgotten, with what it had. */
export async function unlist(ports: Pick<Ports, "view" | "clock" | "ids">, place: IssueRef): Promise<void> {
  const key = { pk: issuePartition(place.project, place.issue), sk: SINGLE };
  await untilWritten(ports, async () => {
    const item = await ports.view.get(key);
    const state = readIssue(item);
    if (state.out.length > 0) return "written";
    const gone: Write = { kind: "delete", key: outboxItem(place) };
    if (!item) return ports.view.transact([{ kind: "delete", key, condition: { kind: "absent" } }, gone]);
    const row = { ...issueItem(key, state), ver: state.series.ver + 1 };
    return commit(ports, row, state.series.ver, [gone]);
  });
}

/** Replaces what is told of in the issue's row: `settled` are gone as far as they were told, `changed` wait on. */
export async function settle(
  ports: Pick<Ports, "view" | "clock" | "ids">,
  place: IssueRef,
  settled: readonly PendingNotification[],
  changed: readonly PendingNotification[],
): Promise<void> {
  const key = { pk: issuePartition(place.project, place.issue), sk: SINGLE };
  await untilWritten(ports, async () => {
    const item = await ports.view.get(key);
    const state = readIssue(item);
    const out = state.out.flatMap((due) => {
      const done = settled.find((one) => isContinued(one, due));
      if (done && done.to >= due.to) return [];
      const waiting = changed.find((one) => isContinued(one, due));
      if (waiting) return [{ ...due, tries: waiting.tries, next: waiting.next }];
      return done ? [{ ...due, from: done.to, tries: undefined, next: undefined }] : [due];
    });
    if (!item) return "written";
    const beside = outboxWrites(place.project, place.issue, state.out, out);
    const row = { ...issueItem(key, { ...state, out }), ver: state.series.ver + 1 };
    return commit(ports, row, state.series.ver, beside);
  });
}
