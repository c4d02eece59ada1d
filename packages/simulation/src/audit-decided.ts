import type { Issue } from "@faultline/core/issue";
import { TriageState } from "@faultline/core/status";
import { listComments } from "@faultline/service/activity/comments";
import { deletedUpTo, listActivity } from "@faultline/service/activity/list-activity";
import type { Ports } from "@faultline/service/ports";
import { getIssues } from "@faultline/service/query/issues";
import { shortIdsOf } from "@faultline/service/query/short-ids";
import { statusKey } from "@faultline/service/table/layout";
import type { Fail } from "./audit.js";
import type { People } from "./people.js";
import { PROJECT } from "./stage.js";

/** What people said is there, what they decided has its line, and both regions tell the same of either. */
export async function auditDecided(
  calm: readonly Ports[],
  issues: readonly string[],
  { said }: Pick<People, "said">,
  fail: Fail,
): Promise<void> {
  for (const issue of issues) {
    const told = await Promise.all(calm.map((ports) => toldOf(ports, issue)));
    const [first, ...others] = told.map((one) => JSON.stringify(one));
    if (others.some((one) => one !== first)) fail("I11 diverged", `what is told of ${issue} differs`);
    for (const [place, ports] of calm.entries())
      await auditOne(ports, issue, { said, told: told[place] ?? { comments: [], lines: [] } }, fail);
  }
}

async function auditOne(
  ports: Ports,
  issue: string,
  { said, told }: Pick<People, "said"> & { readonly told: Pick<Told, "comments" | "lines"> },
  fail: Fail,
): Promise<void> {
  const deletedBefore = await deletedUpTo(ports, PROJECT, issue);
  const wanted = said.filter((one) => one.issue === issue && one.at > deletedBefore);
  if (!wanted.every(({ id }) => told.comments.some((comment) => comment.id === id)))
    fail("I11 comments", `a comment on ${issue} is not in ${ports.region}`);
  const row = await ports.log.get(statusKey(PROJECT, issue));
  const { at = -1 } = row ? TriageState.parse(row) : {};
  const hasLine = told.lines.some((line) => line.at === at && line.by === "people");
  // A mute alone has a time of its own.
  if (at > Math.max(0, deletedBefore) && !hasLine)
    fail("I11 activity", `the decision about ${issue} of ${at} has no line in ${ports.region}`);
}

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
  return { comments, lines, shortId: shortIds.get(id) };
}
