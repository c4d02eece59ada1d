import type { Issue } from "@faultline/core/issue";
import { addComment } from "@faultline/service/activity/comments";
import type { Ports } from "@faultline/service/ports";
import { applyProject } from "@faultline/service/projection/apply-project";
import { issueKey, readIssue } from "@faultline/service/projection/rows/issue-row";
import { joined } from "@faultline/service/projection/rows/members";
import { deleteProject } from "@faultline/service/projects/projects";
import { listIssues } from "@faultline/service/query/list-issues";
import { type Decision, decide, deleteIssue } from "@faultline/service/triage/triage";
import { RELEASES } from "./client.js";
import { type Happening, isOneOf, type Thrown } from "./faults.js";
import { Merging } from "./merging.js";
import type { SimulatedRegion } from "./region.js";
import { PROJECT, type Stage } from "./stage.js";
import { untroubled } from "./surroundings.js";

const COMMENTS = 0.15;
const MUTE_MILLISECONDS = 90_000;
const MUTE_EVENTS = 30;
const MUTE_USERS = 4;
/** How often somebody decides, and how often that is to delete something, mostly and in some worlds. */
const SELDOM = { decides: 0.15, deletes: 0.05, deletesAll: 0.25 };
const OFTEN = { decides: 0.7, deletes: 0.1, deletesAll: 0.4 };
/** In every so many worlds. */
const OFTEN_EVERY = 12;

/** People who look at a region's list of issues, and decide about one. */
export class People {
  /** Comments that a region said it has. */
  readonly said: { readonly issue: string; readonly id: string; readonly at: number }[] = [];
  /** Issues that were once ignored or muted. */
  readonly silenced = new Set<string>();

  readonly merging: Merging;
  private readonly chances: typeof SELDOM;

  constructor(
    private readonly stage: Stage,
    world: Thrown,
  ) {
    this.merging = new Merging(stage);
    const decidesOften = isOneOf(world, OFTEN_EVERY, 5);
    this.chances = decidesOften ? OFTEN : SELDOM;
    if (decidesOften) stage.dice.happened("manyDecisions");
  }

  /** Whether somebody decides now. */
  isWanted(): boolean {
    return this.stage.dice.random() < this.chances.decides;
  }

  async decide(region: Pick<SimulatedRegion, "name" | "ports">): Promise<void> {
    const { calendar, dice, note, fail } = this.stage;
    const list = { project: PROJECT, status: "all", sort: "lastSeen", limit: 10 } as const;
    const { issues } = await listIssues(region.ports, list);
    const issue = issues[dice.pick(issues.length)];
    if (!issue) return;
    if (!calendar.isLong && dice.random() < this.chances.deletes) return this.remove(region, issue);
    if (this.merging.isWanted()) return this.merging.act(region, issues, issue);
    if (dice.random() < COMMENTS) return this.comment(region, issue);
    const decision = this.decision(region, issue);
    if (decision.status === "ignored" || decision.mute) this.silenced.add(issue.id);
    note(`${issue.type} in ${region.name}: ${JSON.stringify(decision)}`);
    const before = await undoing(region.ports, issue.id);
    const after = await decide(region.ports, {
      project: PROJECT,
      issue: issue.id,
      by: "people",
      ...decision,
    });
    if (after.regressed) dice.happened("regressed");
    // Who decides sees it at once, unless an event, or a later copy of one, came in between, be it of another issue that
    // is shown as one with it since: one of the past may, too.
    const isOvertaken = (await undoing(region.ports, issue.id)) !== before;
    if (decision.status && after.status !== decision.status && !isOvertaken)
      fail("I6 decision", `${issue.type} was made ${decision.status}, and is ${after.status}`);
  }

  /** Says something about the issue. */
  private async comment(
    { name, ports }: Pick<SimulatedRegion, "name" | "ports">,
    { id: issue, type }: Pick<Issue, "id" | "type">,
  ): Promise<void> {
    const author = { id: "people", name: "people" };
    const place = { project: PROJECT, issue, redact: [] };
    const { id, at } = await addComment(ports, place, author, { text: `seen in ${name}` });
    this.said.push({ issue, id, at });
    this.stage.note(`somebody in ${name} says something about ${type}`);
    this.stage.dice.happened("commented");
  }

  /** Deletes the issue, or the project with it, and looks whether it is gone here at once. */
  private async remove(
    { name, ports }: Pick<SimulatedRegion, "name" | "ports">,
    { id, type, members = [] }: Pick<Issue, "id" | "type" | "members">,
  ): Promise<void> {
    const { dice, note, fail, deletions } = this.stage;
    const isAll = dice.random() < this.chances.deletesAll;
    const deletion = { issue: isAll ? undefined : id, at: ports.clock.now(), isDone: false };
    deletions.push(deletion);
    // With it go those that are shown as one with it by then.
    const others = new Set(isAll ? [] : [...members, ...(await this.merging.shownWith(name, id))]);
    others.delete(id);
    const parts = [...others].map((issue) => ({ ...deletion, issue }));
    deletions.push(...parts);
    note(
      `${isAll ? "the project" : type} is deleted in ${name}, with what was received up to ${deletion.at}`,
    );
    dice.happened(isAll ? "projectDeleted" : "issueDeleted");
    if (isAll) {
      await deleteProject(ports, PROJECT);
      await applyProject(ports, PROJECT);
    } else await deleteIssue(ports, PROJECT, id, "people");
    deletion.isDone = true;
    // Of what the log alone shows with it, the view may not have known.
    for (const part of parts.filter(({ issue = "" }) => members.includes(issue)))
      part.isDone = await this.merging.isPart(name, part.issue, id);
    const { series } = readIssue(await untroubled(ports.view).get(issueKey(PROJECT, id)));
    if (series.total > 0 && (series.deletedBefore ?? -1) < deletion.at)
      fail("I6 deletion", `${type} is still there where it was deleted`);
  }

  private decision(
    { ports }: Pick<SimulatedRegion, "ports">,
    issue: Pick<Issue, "count" | "users">,
  ): Decision {
    const { dice } = this.stage;
    const throwing = dice.random();
    if (throwing < 0.15) return this.counted("assigned", { assignee: this.somebody() });
    if (throwing < 0.3) return this.counted("resolvedInRelease", { status: "resolved", in: this.release() });
    if (throwing < 0.5) return this.counted("resolved", { status: "resolved" });
    if (throwing < 0.65) return { status: "unresolved", mute: null };
    if (throwing < 0.8) return this.counted("ignored", { status: "ignored" });
    return this.mute(ports.clock.now(), issue);
  }

  private mute(now: number, { count, users }: Pick<Issue, "count" | "users">): Decision {
    const { dice } = this.stage;
    const throwing = dice.pick(4);
    if (throwing === 0) return this.counted("muted", { mute: { until: now + MUTE_MILLISECONDS } });
    if (throwing === 1) return this.counted("muted", { mute: { total: count + MUTE_EVENTS } });
    if (throwing === 2)
      return this.counted("mutedByUsers", { mute: { users: users + 1 + dice.pick(MUTE_USERS) } });
    const window = dice.random() < 0.8 ? "minute" : "hour";
    return this.counted("mutedByWindow", { mute: { count: 1 + dice.pick(MUTE_EVENTS), window } });
  }

  private somebody(): Decision["assignee"] {
    const throwing = this.stage.dice.pick(3);
    return throwing === 0 ? null : { name: `person ${throwing}` };
  }

  private release(): NonNullable<Decision["in"]> {
    const throwing = this.stage.dice.pick(RELEASES + 1);
    return throwing === RELEASES ? "next" : { release: `r${throwing}` };
  }

  private counted(what: Happening, decision: Decision): Decision {
    this.stage.dice.happened(what);
    return decision;
  }
}

/** What may undo a decision in a region's view: an event of the issue, and being shown as one with others. */
async function undoing({ view }: Ports, issue: string): Promise<string> {
  const state = readIssue(await untroubled(view).get(issueKey(PROJECT, issue)));
  // By the log, an issue resolved in a release knows of copies that its series is still to take in.
  const reopensBefore = Math.max(joined(state).reopensBefore, state.since?.reopensBefore ?? -1);
  return JSON.stringify([reopensBefore, state.mergedInto, Object.keys(state.members)]);
}
