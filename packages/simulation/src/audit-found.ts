import { groupBy } from "@faultline/core/group-by";
import type { Issue } from "@faultline/core/issue";
import type { Ports } from "@faultline/service/ports";
import { distributionOf, SAMPLE_MAX } from "@faultline/service/query/distribution";
import { listIssues } from "@faultline/service/query/list-issues";
import type { Wanted } from "./audit.js";
import { type Fail, PROJECT } from "./stage.js";

/** What a search for an issue finds, and how the releases of its latest events are distributed. All of them are there. */
export async function auditFound(
  ports: Ports,
  issue: Issue,
  events: readonly Wanted[],
  fail: Fail,
): Promise<void> {
  const search = { project: PROJECT, status: "all", sort: "lastSeen", limit: 10 } as const;
  const { issues } = await listIssues(ports, { ...search, query: `type:"${issue.type}"` });
  if (issues.length !== 1 || issues[0]?.id !== issue.id)
    fail("I2 search", `${issues.length} found for ${issue.type} in ${ports.region}`);
  const { over, tags } = await distributionOf(ports, PROJECT, issue.id);
  const what = `${issue.type} in ${ports.region}`;
  if (over !== Math.min(SAMPLE_MAX, events.length)) fail("I2 tags", `${what}: over ${over}`);
  if (events.length > SAMPLE_MAX) return;
  const wanted = groupBy(events, ({ release }) => release);
  const told = tags.find(({ name }) => name === "release")?.values ?? [];
  const isRight =
    told.length === wanted.size && told.every(({ value, count }) => wanted.get(value)?.length === count);
  if (!isRight) fail("I2 tags", `${what}: ${JSON.stringify(told)}`);
}
