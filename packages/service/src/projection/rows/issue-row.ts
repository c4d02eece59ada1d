import { conforming } from "@faultline/core/conforming";
import { Notify } from "@faultline/core/event";
import { Pace } from "@faultline/core/pace";
import { WindowCounts } from "@faultline/core/rule";
import { Assignment, type EffectiveStatus, effectiveStatus, TriageState } from "@faultline/core/status";
import { Usual } from "@faultline/core/unusual";
import * as z from "zod";
import { PendingNotification, Raised } from "../../notify/pending-notification.js";
import type { Item, Key, Value } from "../../ports.js";
import { issuePartition, SINGLE } from "../../table/layout.js";
import { memoize } from "../../table/memoize.js";
import { EMPTY, type Series, SeriesRow, seriesAttributes, seriesOf } from "../series/series.js";
import { Environments } from "./environments.js";
import { LISTS, type Listed } from "./list.js";
import { Figures, joined, type Members } from "./members.js";
import { Ranks } from "./ranks.js";
import { Head, type Summary, Tail } from "./summary.js";
import { NO_USERS, Users } from "./users.js";

/** What came to an issue since it was resolved in a release. */
const SinceResolved = z.object({
  /** The time of that resolution. */
  at: z.number(),
  /** By release, "" for none, the latest time before which a resolution is undone by one of its events. */
  releases: z.array(z.tuple([z.string(), z.number()])),
  /** The latest of those whose release reopens the issue, -1 without any. */
  reopensBefore: z.number(),
  /** Epoch seconds until which the row is kept by which the issue is found when releases change their order. */
  keptUntil: z.number().optional(),
});
export type SinceResolved = z.infer<typeof SinceResolved>;

const IssueRow = SeriesRow.extend({
  fp: z.string().optional(),
  fm: z.array(z.string()).optional(),
  head: Head.optional(),
  tail: Tail.optional(),
  users: Users,
  st: TriageState.optional(),
  sr: SinceResolved.optional(),
  as: Assignment.optional(),
  mo: z.number().optional(),
  out: z.array(PendingNotification).optional(),
  wc: WindowCounts.default({}),
  nc: z.array(Notify).optional(),
  pc: Pace.optional(),
  us: Usual.optional(),
  ra: Raised.optional(),
  listed: z
    .object({
      list: z.enum(LISTS),
      at: z.number(),
      since: z.number(),
      near: z.number().optional(),
      keptUntil: z.number().optional(),
    })
    .optional(),
  rk: Ranks.optional(),
  mk: z.number().optional(),
  fs: z.number().optional(),
  lo: z.record(z.string(), z.number()).optional(),
  en: Environments.optional(),
  mi: z.string().optional(),
  mm: z.record(z.string(), Figures).optional(),
});

const isIssueRow = conforming(IssueRow.extend({ pk: z.string(), sk: z.string() }));
/** Each step of an issue reads its row, which nearly always is as we wrote it. */
const rowIn = (item: Item): z.infer<typeof IssueRow> => (isIssueRow(item) ? item : IssueRow.parse(item));

/** An issue in the view. Without events (`series.total` 0) it only remembers what was decided about it. */
export interface IssueState {
  readonly series: Series;
  readonly fingerprint: string | undefined;
  /** Issues of the former mechanism that its events would belong to and that are not there; the latest few. */
  readonly formers: readonly string[];
  readonly summary: Summary | undefined;
  readonly users: Users;
  readonly register: TriageState | undefined;
  /** Where that resolves it in a release: of its members' events, too. */
  readonly since: SinceResolved | undefined;
  readonly assignment: Assignment | undefined;
  /** When the mute was set that so many events ended as came within its window. */
  readonly muteOver: number | undefined;
  readonly listed: Listed | undefined;
  readonly ranks: Ranks | undefined;
  /** Epoch seconds until which the row that leads from its title message to it is kept. */
  readonly messageKeptUntil: number | undefined;
  /** Changes whenever the rows change that say what its events are found by; undefined without any. */
  readonly facetStamp: number | undefined;
  /** Values of its events that are not kept to be found by, by `capOf`, with the last day of each; see `facetDay`. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly environments: Environments;
  /** What people are still to be told. */
  readonly out: readonly PendingNotification[];
  /** Events of the current minute, hour and day, for rules that look at them. */
  readonly windows: WindowCounts;
  /** The configs that came with its latest events. */
  readonly configs: readonly Notify[];
  /** Its events by minute, while one of them asks for so many within minutes. */
  readonly pace: Pace | undefined;
  /** What was usual of it on the latest day that somebody asked of. */
  readonly usual: Usual | undefined;
  /** What those configs were to be told of besides counts. */
  readonly raised: Raised;
  /** The issue it is shown as a part of: that one's row has its figures. */
  readonly mergedInto: string | undefined;
  /** The issues that are shown as parts of this one, by id. */
  readonly members: Members;
}

const NEW_ISSUE: IssueState = {
  series: EMPTY,
  fingerprint: undefined,
  formers: [],
  summary: undefined,
  users: NO_USERS,
  register: undefined,
  since: undefined,
  assignment: undefined,
  muteOver: undefined,
  listed: undefined,
  ranks: undefined,
  messageKeptUntil: undefined,
  facetStamp: undefined,
  leftOut: {},
  environments: {},
  out: [],
  windows: {},
  configs: [],
  pace: undefined,
  usual: undefined,
  raised: {},
  mergedInto: undefined,
  members: {},
};

export const issueKey = (project: string, issue: string): Key => ({
  pk: issuePartition(project, issue),
  sk: SINGLE,
});

export const readIssue = (item: Item | undefined): IssueState => (item ? stateOf(item) : NEW_ISSUE);

const stateOf = memoize((item: Item): IssueState => {
  const row = rowIn(item);
  const summary = row.head && row.tail && { head: row.head, tail: row.tail };
  return {
    series: seriesOf(row),
    fingerprint: row.fp,
    formers: row.fm ?? [],
    summary,
    users: row.users,
    register: row.st,
    since: row.sr,
    assignment: row.as,
    muteOver: row.mo,
    listed: row.listed,
    ranks: row.rk,
    messageKeptUntil: row.mk,
    facetStamp: row.fs,
    leftOut: row.lo ?? {},
    environments: row.en ?? {},
    out: row.out ?? [],
    windows: row.wc,
    configs: row.nc ?? [],
    pace: row.pc,
    usual: row.us,
    raised: row.ra ?? {},
    mergedInto: row.mi,
    members: row.mm ?? {},
  };
});

const IssuePlace = IssueRow.pick({ gen: true, last: true, mi: true, mm: true });

interface IssuePlace extends Pick<IssueState, "mergedInto" | "members"> {
  readonly gen: number;
  /** Of its members, too. */
  readonly lastSeen: number;
}

/** Where an issue's other rows lie, and with which issues it is shown: far cheaper to read than all that its row says. */
export const issuePlace = memoize((item: Item): IssuePlace => {
  const { gen, last, mi: mergedInto, mm: members = {} } = IssuePlace.parse(item);
  const lastSeen = Math.max(last, ...Object.values(members).map((member) => member.last));
  return { gen, mergedInto, members, lastSeen };
});

/** The row. Its parts are assigned: to a copy made by spreading, Node 20 takes a microsecond for each name that is added. */
export const issueItem = (key: Key, state: IssueState): Item =>
  Object.assign({}, key, seriesAttributes(state.series), ownAttributes(state));

function ownAttributes(state: IssueState): Record<string, Value | undefined> {
  return {
    fp: state.fingerprint,
    fm: state.formers.length > 0 ? [...state.formers] : undefined,
    head: state.summary?.head,
    tail: state.summary?.tail,
    users: state.users,
    st: state.register,
    sr: state.since,
    as: state.assignment,
    mo: state.muteOver,
    listed: state.listed && { ...state.listed },
    rk: state.ranks && { ...state.ranks },
    mk: state.messageKeptUntil,
    fs: state.facetStamp,
    lo: Object.keys(state.leftOut).length > 0 ? state.leftOut : undefined,
    en: Object.keys(state.environments).length > 0 ? state.environments : undefined,
    out: state.out.length > 0 ? state.out : undefined,
    wc: state.windows,
    nc: state.configs.length > 0 ? state.configs : undefined,
    pc: state.pace,
    us: state.usual,
    ra: Object.keys(state.raised).length > 0 ? state.raised : undefined,
    mi: state.mergedInto,
    mm: Object.keys(state.members).length > 0 ? state.members : undefined,
  };
}

export const effectiveStatusOf = (state: IssueState): EffectiveStatus =>
  effectiveStatus(state.register, reopensBeforeOf(state));

/**
 * The issue is open again if it was resolved before this time, by those of its events, and of its members', whose release
 * may reopen it.
 */
export const reopensBeforeOf = (state: Pick<IssueState, "since" | "series" | "members">): number =>
  state.since ? state.since.reopensBefore : joined(state).reopensBefore;

/** So many events have come as end the mute that is set. */
export const isMuteOver = ({ register, muteOver }: Pick<IssueState, "register" | "muteOver">): boolean =>
  muteOver !== undefined && muteOver === register?.muted?.at;

/** When the mute was set that these counts end, or counts before them did. Of the window it was set in, what came after counts. */
export function muteOverAfter(
  { register, muteOver }: Pick<IssueState, "register" | "muteOver">,
  windows: WindowCounts,
): number | undefined {
  const { mute, muted } = register ?? {};
  if (!mute || !muted || !("window" in mute)) return undefined;
  if (muteOver === muted.at) return muteOver;
  const [start, count] = windows[mute.window] ?? [0, 0];
  const [began, had] = mute.had ?? [muted.at, 0];
  const came = start > began ? count : start === began ? count - had : 0;
  return came >= mute.count ? muted.at : undefined;
}
