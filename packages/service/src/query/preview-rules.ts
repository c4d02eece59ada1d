import { type Accepted, type Event, newIssueOf } from "@faultline/core/event";
import { fingerprint } from "@faultline/core/grouping/mechanisms";
import { issueId } from "@faultline/core/id";
import { type IntakeRule, ruleFor } from "@faultline/core/intake-rule";
import type { Project } from "@faultline/core/project";
import type { Report } from "@faultline/core/report";
import { title } from "@faultline/core/title";
import type { QueryPorts } from "../ports.js";
import type { Entry } from "../projection/series/entry.js";
import { readSeries } from "../projection/series/series.js";
import { withOriginals } from "../source-maps/with-originals.js";
import { projectPartition, SINGLE } from "../table/layout.js";
import { entriesOf } from "./entries.js";
import { readEvents } from "./read-events.js";

/** Over how many of a project's latest events rules are tried. */
export const PREVIEW_MAX = 2000;
const EVENTS_AT_ONCE = 100;
const SAMPLES_MAX = 5;

/** An event that a rule is about. */
interface Sample {
  readonly event: string;
  readonly issue: string;
  readonly title: string;
  readonly at: number;
}

/** What one rule would have done: to how many events, of how many issues; the latest few of them. */
interface Previewed {
  readonly dropped: number;
  readonly regrouped: number;
  readonly issues: number;
  readonly samples: readonly Sample[];
}

interface Preview {
  /** How many events were looked at, and when the earliest of them happened. */
  readonly events: number;
  readonly from: number | undefined;
  readonly dropped: number;
  readonly regrouped: number;
  /** By rule, in their order; an event counts for the first one that is about it. */
  readonly rules: readonly Previewed[];
}

/** What rules would have done with a project's latest events, had they been in force; nothing is changed by it. */
export async function previewRules(
  ports: QueryPorts,
  project: Project,
  { rules, events: wanted }: { readonly rules: readonly IntakeRule[]; readonly events: number },
): Promise<Preview> {
  const tallies = new Map(rules.map((rule) => [rule, newTally()]));
  let events = 0;
  let from: number | undefined;
  for await (const entries of latestOf(ports, project.name, Math.min(wanted, PREVIEW_MAX))) {
    for (const accepted of (await readEvents(ports, entries)).values()) {
      events += 1;
      from = Math.min(from ?? accepted.at, accepted.at);
      await tally(ports, project, { rules, tallies }, accepted);
    }
  }
  const previewed = rules.map((rule) => shown(tallies.get(rule) ?? newTally()));
  const sum = (of: "dropped" | "regrouped"): number => previewed.reduce((all, one) => all + one[of], 0);
  return { events, from, dropped: sum("dropped"), regrouped: sum("regrouped"), rules: previewed };
}

/** So many at a time, so that only those are in memory. */
async function* latestOf(
  ports: Pick<QueryPorts, "view">,
  project: string,
  wanted: number,
): AsyncGenerator<readonly Entry[]> {
  const pk = projectPartition(project);
  const series = readSeries(await ports.view.get({ pk, sk: SINGLE }));
  let some: Entry[] = [];
  let taken = 0;
  for await (const { entry } of entriesOf(ports, pk, series)) {
    if (taken === wanted) break;
    some.push(entry);
    taken += 1;
    if (some.length < EVENTS_AT_ONCE) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

interface Tally {
  dropped: number;
  regrouped: number;
  readonly issues: Set<string>;
  readonly samples: Sample[];
}

const newTally = (): Tally => ({ dropped: 0, regrouped: 0, issues: new Set(), samples: [] });

const shown = ({ dropped, regrouped, issues, samples }: Tally): Previewed => ({
  dropped,
  regrouped,
  issues: issues.size,
  samples: samples.toSorted((a, b) => b.at - a.at),
});

/** The issues that an event may be in, by the rule that is about it. */
function issuesBy(
  rule: IntakeRule | undefined,
  project: Project,
  { event, traced }: { readonly event: Event; readonly traced: Report },
): readonly string[] {
  if (!rule || rule.do === "drop") return [event.issue, newIssueOf(project.name, event)];
  return [issueBy(rule.do, project, traced)];
}

/** The issue that a rule puts an event into. */
const issueBy = (
  does: Exclude<IntakeRule["do"], "drop">,
  { name, grouping }: Project,
  traced: Report,
): string => issueId(name, fingerprint({ ...traced, ...does }, grouping));

interface Tried {
  readonly rules: readonly IntakeRule[];
  readonly tallies: ReadonlyMap<IntakeRule, Tally>;
}

async function tally(
  ports: QueryPorts,
  project: Project,
  { rules, tallies }: Tried,
  { event, at }: Accepted,
): Promise<void> {
  const traced = await withOriginals(ports, project.name, event);
  const rule = ruleFor(rules, traced, (first) => issuesBy(first, project, { event, traced }));
  const counts = rule && tallies.get(rule);
  if (!rule || !counts) return;
  const issue = newIssueOf(project.name, event);
  if (rule.do === "drop") counts.dropped += 1;
  else {
    if (issueBy(rule.do, project, traced) === issue) return;
    counts.regrouped += 1;
  }
  const { type, message } = event.heading ?? event;
  if (!counts.issues.has(issue) && counts.samples.length < SAMPLES_MAX)
    counts.samples.push({ event: event.id, issue, title: title(type, message), at });
  counts.issues.add(issue);
}
