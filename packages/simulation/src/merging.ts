import type { Issue } from "@faultline/core/issue";
import { issueKey, readIssue } from "@faultline/service/projection/rows/issue-row";
import { mergeIssues, unmergeIssues } from "@faultline/service/triage/merge-issues";
import type { SimulatedRegion } from "./region.js";
import { rootsIn } from "./roots.js";
import { PROJECT, type Stage } from "./stage.js";
import { untroubled } from "./surroundings.js";

const MERGES = 0.3;
const TAKES_OUT = 0.5;

type Merged = Pick<Issue, "id" | "type" | "members">;
type Where = Pick<SimulatedRegion, "name" | "ports">;

/** People who show issues as one, and take them apart again. */
export class Merging {
  /** Issues whose figures may have gone down by it, or been told of by those of others. */
  readonly touched = new Set<string>();
  private readonly isOn: boolean;

  constructor(private readonly stage: Pick<Stage, "dice" | "calendar" | "regions" | "note" | "fail">) {
    this.isOn = stage.dice.strikes("merging") && !stage.calendar.isLong;
  }

  isWanted(): boolean {
    return this.isOn && this.stage.dice.random() < MERGES;
  }

  /** Merges another issue into this one, or takes one out of it. */
  async act(where: Where, issues: readonly Merged[], issue: Merged): Promise<void> {
    const { dice } = this.stage;
    const members = issue.members ?? [];
    const member = members[dice.pick(members.length)];
    if (member !== undefined && dice.random() < TAKES_OUT) return this.takeOut(where, issue, member);
    const others = issues.filter(({ id }) => id !== issue.id);
    const other = others[dice.pick(others.length)];
    if (other) await this.merge(where, issue, other);
  }

  /** Whether a region's log says so. */
  async isPart(region: string, member: string, issue: string): Promise<boolean> {
    return (await this.rootOf(region, member)) === issue;
  }

  /** Those that are shown as one with an issue, as a region's log says. */
  async shownWith(region: string, issue: string): Promise<string[]> {
    const here = this.stage.regions.find(({ name }) => name === region);
    if (!here) return [];
    const roots = await rootsIn(here.memory.ports);
    const root = roots.of(issue);
    return [root, ...[...roots.registers.keys()].filter((one) => roots.of(one) === root)];
  }

  private async merge({ name, ports }: Where, issue: Merged, other: Merged): Promise<void> {
    this.touch(issue, other);
    this.stage.note(`${other.type} is merged into ${issue.type} in ${name}`);
    await mergeIssues(ports, { project: PROJECT, issue: issue.id, issues: [other.id], by: "people" });
    this.stage.dice.happened("merged");
    await this.check({ name, ports }, other.id);
  }

  private async takeOut({ name, ports }: Where, issue: Merged, member: string): Promise<void> {
    this.touch(issue);
    this.stage.note(`${member} is taken out of ${issue.type} in ${name}`);
    await unmergeIssues(ports, { project: PROJECT, issue: issue.id, issues: [member], by: "people" });
    this.stage.dice.happened("unmerged");
    await this.check({ name, ports }, member);
  }

  private touch(...issues: readonly Merged[]): void {
    for (const { id, members = [] } of issues) for (const one of [id, ...members]) this.touched.add(one);
  }

  /** Who merges sees it at once. */
  private async check({ name, ports }: Where, issue: string): Promise<void> {
    const { mergedInto = issue } = readIssue(await untroubled(ports.view).get(issueKey(PROJECT, issue)));
    const wanted = await this.rootOf(name, issue);
    if (mergedInto !== wanted)
      this.stage.fail("I6 merge", `${issue} is shown in ${mergedInto}, not in ${wanted}`);
  }

  private async rootOf(region: string, issue: string): Promise<string> {
    const here = this.stage.regions.find(({ name }) => name === region);
    return here ? (await rootsIn(here.memory.ports)).of(issue) : issue;
  }
}
