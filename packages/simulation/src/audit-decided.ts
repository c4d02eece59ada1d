import type { Issue } from "@faultline/core/issue";
import { TriageState } from "@faultline/core/status";
import { listComments } from "@faultline/service/activity/comments";
import { deletedUpTo, listActivity } from "@faultline/service/activity/list-activity";
import type { Ports } from "@faultline/service/ports";
import { getIssues } from "@faultline/service/query/issues";
import { shortIdsOf } from "@faultline/service/query/short-ids";
import { statusKey } from "@faultline/service/table/layout";
import type { People } from "./people.js";
import type { Roots } from "./roots.js";
import { type Fail, PROJECT } from "./stage.js";

/** What people did that has to be told of. */
interface Decided extends Pick<People, "said"> {
  readonly roots: Roots;
}

/** What people said is there, what they decided has its line, and both regions tell the same of either. */
export async function auditDecided(
  calm: readonly Ports[],
  issues: readonly string[],
  { said, roots }: Decided,
  fail: Fail,
): Promise<void> {
  for (const issue of issues) {
    const told = await Promise.all(calm.map((ports) => toldOf(ports, issue)));
    const [first, ...others] = told.map((one) => JSON.stringify(one));
    if (others.some((one) => one !== first)) fail("I11 diverged", `what is told of ${issue} differs`);
    for (const [place, ports] of calm.entries())
      await auditOne(ports, issue, { said, roots, told: told[place] ?? NOTHING }, fail);
  }
}

async function auditOne(
  ports: Ports,
  issue: string,
  { said, roots, told }: Decided & { readonly told: Pick<Told, "comments" | "lines" | "isBack"> },
  fail: Fail,
): Promise<void> {
  const deletedBefore = await deletedUpTo(ports, PROJECT, issue);
  const wanted = said.filter((one) => one.issue === issue && one.at > deletedBefore);
  if (!wanted.every(({ id }) => told.comments.some((comment) => comment.id === id)))
    fail("I11 comments", `a comment on ${issue} is not in ${ports.region}`);
  if (missingOfMerges(issue, roots, told.lines, deletedBefore))
    fail("I11 activity", `a merge of ${issue} has no line in ${ports.region}`);
  const row = await ports.log.get(statusKey(PROJECT, issue));
  const { at = -1, by }: Partial<TriageState> = row ? TriageState.parse(row) : {};
  const hasLine = told.lines.some((line) => line.at === at && line.by === by);
  const isCut = at <= Math.max(0, deletedBefore);
  if (!isCut && told.isBack && !told.lines.some(({ did }) => did === "regressed"))
    fail("I11 activity", `that ${issue} is back has no line in ${ports.region}`);
  // A mute alone has a time of its own.
  if (!isCut && !hasLine)
    fail("I11 activity", `the decision about ${issue} of ${at} has no line in ${ports.region}`);
}

/** Both issues tell that one is shown as a part of the other now, or is not any more. */
function missingOfMerges(issue: string, roots: Roots, lines: Told["lines"], deletedBefore: number): boolean {
  const wanted = [...roots.registers].flatMap(([source, { into, from, at }]) => {
    const other = into ?? from;
    const [own, others] = into === null ? ["unmerged-from", "unmerged"] : ["merged-into", "merged"];
    if (other === undefined || at <= deletedBefore || ![source, other].includes(issue)) return [];
    return [source === issue ? { at, did: own, issue: other } : { at, did: others, issue: source }];
  });
  return !wanted.every((one) =>
    lines.some((line) => line.at === one.at && line.did === one.did && line.issue === one.issue),
  );
}

const NOTHING = { comments: [], lines: [], isBack: false };
type Told = Awaited<ReturnType<typeof toldOf>>;

async function toldOf(ports: Ports, id: string) {
  const found = (await getIssues(ports, PROJECT, [id])).get(id);
  const issue: Pick<Issue, "project" | "id" | "firstSeen" | "firstRelease"> = found ?? {
    project: PROJECT,
    id,
    firstSeen: 0,
  };
  const [comments, { lines }, shortIds] = await Promise.all([
    listComments(ports, { project: PROJECT, issue: id }),
    listActivity(ports, issue, { limit: 1000 }),
    shortIdsOf(ports, PROJECT, found ? [found] : []),
  ]);
  // What is decided about its root is told of that one.
  const isBack = found?.regressed === true && found.mergedInto === undefined;
  return { comments, lines, isBack, shortId: shortIds.get(id) };
}
