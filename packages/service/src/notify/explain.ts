import { type Accepted, type Event, fingerprintIn, type Notify } from "@faultline/core/event";
import { eventTime } from "@faultline/core/event-time";
import { conditionText, type IntakeRule } from "@faultline/core/intake-rule";
import { whyNotTold } from "@faultline/core/notify-when";
import { type Project, toldNow } from "@faultline/core/project";
import { type ResolvedIn, reopensIn } from "@faultline/core/release-order";
import { nextDue } from "@faultline/core/rule";
import { eventOf, type Ingest } from "../ingest/ingest.js";
import type { Ports, ProjectionPorts } from "../ports.js";
import { issueWithin } from "../projection/former-issue.js";
import { beganOf } from "../projection/rows/began.js";
import { currentState } from "../projection/rows/current-state.js";
import { tallyEnvironments, withTally } from "../projection/rows/environments.js";
import { type IssueState, isMuteOver } from "../projection/rows/issue-row.js";
import { addUsers } from "../projection/rows/users.js";
import { issuePartition } from "../table/layout.js";
import { alsoSoFar } from "./also-so-far.js";
import type { AskedNotify } from "./asked-notify.js";
import { readOnlyConfigs } from "./configs.js";
import { evaluateRules, type Grown } from "./evaluate-rules.js";
import { beforeGrowth } from "./growth.js";
import { type Arrived, type UsersMet, usersMet } from "./users-met.js";
import { usualWith } from "./usual.js";

/** What explaining touches; none of it is written. */
type ExplainPorts = ProjectionPorts & Pick<Ports, "region" | "cipher" | "print">;

/** What one report would come to. */
export interface Explained {
  readonly issue: string;
  readonly fingerprint: string;
  /** Why these events belong together. */
  readonly grouping: string;
  readonly isNew: boolean;
  /** Events the issue would then have. */
  readonly count: number;
  readonly notifications: readonly {
    readonly destination: string;
    readonly wouldNotify: boolean;
    readonly why: string;
    /** Events until the next notice of a count after this one; null when there is none to come. */
    readonly nextIn: number | null;
    /** How far it is from what is told besides counts, in plain words. */
    readonly besides?: readonly string[];
  }[];
}

interface Dropped {
  /** Its place among the reports of the POST, and the rule's among those of the project, both from 0. */
  readonly report: number;
  readonly rule: number;
  readonly why: string;
}

interface Explanation {
  readonly stored: false;
  readonly events: readonly Explained[];
  /** Those reports that a rule of the project drops. */
  readonly dropped: readonly Dropped[];
  readonly warnings: readonly string[];
}

/** What would become of a POST, of which nothing is stored: each report's issue, and who would be told. */
export async function explain(ports: ExplainPorts, request: Ingest): Promise<Explanation> {
  const { project, parsed, origin } = request;
  const given = parsed.notifications ?? [];
  const { notify, warnings } =
    given.length > 0
      ? await readOnlyConfigs(ports, { project: project.name, origin }, given)
      : {
          notify: toldNow(project).map((one) => ({ ...one, label: one.config })),
          warnings: [],
        };
  const prepared = { ...request, notify: notify.map(({ label: _, ...one }) => one) };
  const made = await Promise.all(
    parsed.reports.map((report, index) => eventOf(ports, prepared, report, index)),
  );
  const events = made.flatMap((one) => ("droppedBy" in one ? [] : [one]));
  const dropped = made.flatMap((one, report) =>
    "droppedBy" in one ? [droppedAs(project, one.droppedBy, report)] : [],
  );
  const states = new Map<string, IssueState>();
  const met = new Map<string, ReadonlySet<string>>();
  const explained = new Map<Event, Explained>();
  for (const event of inTheirOrder(events, ports.clock.now())) {
    const issue = await issueWithin(ports, project.name, event);
    const { shown, state: stored } = await shownState(ports, project.name, issue);
    const state = states.get(shown) ?? stored;
    const place = { project: project.name, issue: shown };
    const soFar = met.get(shown) ?? new Set();
    const { told, after, users } = await foretell(ports, { ...place, event, state, met: soFar }, notify);
    met.set(shown, users);
    states.set(shown, after);
    explained.set(event, { ...told, grouping: groupingOf(event, project.grouping) });
  }
  const told = events.flatMap((event) => explained.get(event) ?? []);
  return { stored: false, events: told, dropped, warnings };
}

function droppedAs({ rules }: Project, rule: IntakeRule, report: number): Dropped {
  const place = rules.indexOf(rule);
  const note = rule.note ? ` (${rule.note})` : "";
  return { report, rule: place, why: `rule ${place + 1} drops it: ${conditionText(rule.when)}${note}` };
}

/** The issue whose rules tell of an event of this one: itself, or the one it is merged into. */
async function shownState(ports: Pick<Ports, "log" | "view">, project: string, issue: string) {
  const own = await currentState(ports, project, issue);
  const { mergedInto: shown = issue } = own;
  if (shown === issue) return { shown, state: own };
  const root = await currentState(ports, project, shown);
  // Where the member was seen, the whole was.
  return { shown, state: { ...root, environments: { ...root.environments, ...own.environments } } };
}

/** As they will be counted: by when they happened, not by their place in the POST. */
const inTheirOrder = (events: readonly Event[], now: number): readonly Event[] =>
  events.toSorted((a, b) => (a.timestamp ?? now) - (b.timestamp ?? now));

/** An event, and the issue by whose rules it is told as it would be then. */
interface Foretold {
  readonly project: string;
  readonly issue: string;
  readonly event: Event;
  readonly state: IssueState;
  /** The users of the events foretold before it that are new to the issue. */
  readonly met: ReadonlySet<string>;
}

async function foretell(
  ports: Pick<Ports, "region" | "clock" | "log" | "view">,
  { project, issue, event, state, met }: Foretold,
  notify: readonly (AskedNotify & { label: string })[],
): Promise<{ told: Omit<Explained, "grouping">; after: IssueState; users: ReadonlySet<string> }> {
  const accepted = asAccepted(ports, project, event);
  const { at, receivedAt: now } = accepted;
  const { series, register, environments } = state;
  const known = await usersKnown(ports, { project, issue, state, added: [accepted] });
  const newUsers = new Set([...known.fresh].filter((user) => !met.has(user)));
  const before = beforeGrowth(state, known.count + met.size);
  const mayReopen = await isOfReopeningRelease(ports, project, register?.in, event.release);
  const reopensBefore = Math.max(before.reopensBefore, mayReopen ? accepted.reopensBefore : -1);
  const usual = await usualWith(ports, { project, issue }, state, [accepted]);
  const growth = { before, register, added: [accepted], reopensBefore, now, newUsers, usual };
  const incarnation = series.deletedBefore ?? -1;
  const grown = evaluateRules({ ...growth, incarnation, isMuteOver: isMuteOver(state) });
  const { windows, configs, pace, raised } = grown;
  const count = before.total + 1;
  const users = new Set([...met, ...newUsers]);
  const soFar = { windows, pace, usual, users: known.count + users.size };
  const first = series.total === 0 ? at : Math.min(series.first, at);
  const after = {
    ...state,
    ...{ windows, configs, pace, raised, usual },
    environments: withTally(environments, tallyEnvironments([accepted], [])),
    since: state.since && { ...state.since, reopensBefore },
    series: { ...series, total: series.total + 1, first, last: Math.max(series.last, at), reopensBefore },
  };
  const notifications = notify.map((rule) => toldTo(rule, { event, count, grown, soFar }));
  const isNew = before.total === 0;
  return {
    told: { issue, fingerprint: fingerprintIn(issue, event), isNew, count, notifications },
    after,
    users,
  };
}

/** The users an issue has met by what is stored. They are said where a destination was told of them, too. */
async function usersKnown(ports: Pick<Ports, "view">, { state, ...arrived }: Arrived): Promise<UsersMet> {
  const place = { pk: issuePartition(arrived.project, arrived.issue), ...state.series };
  const { fresh } = await addUsers(ports, place, state.users, arrived.added);
  const own = { count: state.users.count, fresh };
  return usersMet(ports, { ...arrived, state: { ...state, raised: {} } }, own);
}

interface Told {
  readonly event: Event;
  readonly count: number;
  readonly grown: Grown;
  readonly soFar: Parameters<typeof alsoSoFar>[1];
}

/** Whether a destination is told, and why, or why not. */
function toldTo(
  rule: AskedNotify & { label: string },
  { event, count, grown, soFar }: Told,
): Explained["notifications"][number] {
  const due = grown.due.filter(({ config }) => config === rule.config);
  const open = due.filter(({ held }) => held === undefined);
  const inWindow = rule.window === "total" ? count : (grown.windows[rule.window]?.[1] ?? 0);
  const next = nextDue(rule, inWindow);
  return {
    destination: rule.label,
    wouldNotify: open.length > 0,
    why: open[0]?.kind ?? due[0]?.held ?? whyNotTold(rule.when, event) ?? whyNot(rule, inWindow),
    nextIn: next === undefined ? null : next - inWindow,
    ...(rule.also && { besides: alsoSoFar(rule.also, soFar) }),
  };
}

async function isOfReopeningRelease(
  ports: Pick<Ports, "log">,
  project: string,
  resolved: ResolvedIn | undefined,
  release: string | undefined,
): Promise<boolean> {
  if (!resolved) return true;
  const names = [resolved.release, release].filter((one) => one !== undefined);
  return reopensIn(resolved, release, await beganOf(ports, project, names));
}

/** The event as it would be if it were stored here and now. */
function asAccepted(ports: Pick<Ports, "region" | "clock">, project: string, event: Event): Accepted {
  const receivedAt = ports.clock.now();
  const time = eventTime({ timestamp: event.timestamp, receivedAt });
  const { environment = "" } = event;
  const stored = { digest: "", project, region: ports.region, environment, pack: "", index: 0 };
  return { ...stored, event, receivedAt, ...time };
}

const whyNot = ({ threshold, interval }: Notify, count: number): string => {
  if (threshold < 0) return "only the first event is told";
  return count < threshold ? `${count} of ${threshold}` : `told every ${interval}`;
};

function groupingOf(event: Event, grouping: "frames" | "message"): string {
  if (event.fingerprint) return "the client's own fingerprint";
  if (grouping === "message") return "type and exact message, as the project is set";
  const hasInApp = event.exceptions.some(({ frames }) => frames.some(({ inApp }) => inApp));
  if (hasInApp) return "type and frames of your own code, without line numbers";
  return event.exceptions.some(({ frames }) => frames.length > 0)
    ? "type and all frames, without line numbers"
    : "type and the message without its variable parts";
}
