import type { Ports, ProjectionPorts } from "../ports.js";
import { issueKey, readIssue } from "../projection/rows/issue-row.js";
import { joined } from "../projection/rows/members.js";
import { listProjects } from "../projects/projects.js";
import { listPartition, sortableTime } from "../table/layout.js";
import { queryAll } from "../table/query-all.js";
import { resolveAt } from "./triage.js";

const DAY = 86_400_000;
/** Who is quiet for days may be so for minutes more: an idle deployment pays for each look. */
const PAUSE_MILLISECONDS = 15 * 60_000;
const LOOKED = new WeakMap<Ports["view"], number>();
const OPEN = ["unresolved", "regressed"] as const;

/**
 * Resolves issues of which nothing was heard for as many days as their project says, until a time in milliseconds since
 * 1970. As of when each is resolved follows from the issue: whichever region does it, and however often, it is the same.
 */
export async function resolveQuiet(
  ports: ProjectionPorts & Pick<Ports, "isLeader">,
  until: number,
): Promise<void> {
  const now = ports.clock.now();
  if (now < (LOOKED.get(ports.view) ?? 0) + PAUSE_MILLISECONDS || !(await ports.isLeader())) return;
  LOOKED.set(ports.view, now);
  for (const { name, autoResolveDays: days = 0 } of await listProjects(ports))
    if (days > 0) await resolveQuietOf(ports, { project: name, days }, until);
}

async function resolveQuietOf(
  ports: ProjectionPorts,
  { project, days }: { readonly project: string; readonly days: number },
  until: number,
): Promise<void> {
  const quietSince = ports.clock.now() - days * DAY;
  for (const list of OPEN) {
    // The longest quiet first.
    const rows = queryAll(ports.view, { pk: listPartition(project, list), to: sortableTime(quietSince) });
    for await (const { sk, until: left } of rows) {
      if (ports.clock.now() >= until) return;
      if (left === undefined)
        await resolveIfQuiet(ports, { project, issue: sk.slice(sk.indexOf("#") + 1) }, days);
    }
  }
}

/** Quiet is an issue that had no event for so long, and about which nobody decided anything. */
async function resolveIfQuiet(
  ports: ProjectionPorts,
  { project, issue }: { readonly project: string; readonly issue: string },
  days: number,
): Promise<void> {
  const state = readIssue(await ports.view.get(issueKey(project, issue)));
  const { total, last, reopensBefore } = joined(state);
  const at = Math.max(last, reopensBefore, state.register?.at ?? 0) + days * DAY;
  if (total === 0 || at > ports.clock.now()) return;
  await resolveAt(ports, { project, issue, at, why: `quiet for ${days} days` });
}
