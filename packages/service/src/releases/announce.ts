import type { Project } from "@faultline/core/project";
import { redactNote } from "@faultline/core/redact";
import { fixedBy } from "@faultline/core/short-id";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import type { ProjectionPorts } from "../ports.js";
import { noteDeploy } from "../projects/deploys.js";
import { issuesByShortId } from "../query/short-ids.js";
import { compareAndSwap } from "../table/compare-and-swap.js";
import { RELEASE_CHARS_MAX } from "../table/layout.js";
import { keptUntil } from "../table/retention.js";
import { decide } from "../triage/triage.js";
import { Commit, noteRelease, releaseRowKey } from "./rows.js";

/** What somebody tells of a release. Times in milliseconds since 1970. */
export interface Announcement {
  readonly version: string;
  readonly commits?: readonly Commit[] | undefined;
  readonly released?: number | undefined;
  readonly deploy?: { readonly environment: string; readonly at?: number | undefined } | undefined;
}

/** An issue that one of its commits fixes, and whether there is one of that short id. */
interface Fixed {
  readonly shortId: string;
  readonly commit: string;
  readonly issue: string | undefined;
}

type AnnouncePorts = ProjectionPorts;

/** A release's commits have to fit one item of the log. */
export const COMMITS_MAX = 200;
const MESSAGE_CHARS_MAX = 400;

/**
 * Keeps what is told of a release, and resolves in it what its commits say they fix; gives back which issues those are. Told
 * again, it changes nothing: what was decided about an issue since stays. Throws `bad_request`.
 */
export async function announce(
  ports: AnnouncePorts,
  project: Project,
  { version, commits = [], released, deploy }: Announcement,
  by: string,
): Promise<readonly Fixed[]> {
  const { name } = project;
  if (version === "" || version.length > RELEASE_CHARS_MAX)
    throw new VisibleError("unprocessable", "bad_request", `version: 1 to ${RELEASE_CHARS_MAX} characters`);
  const now = ports.clock.now();
  const x = keptUntil(ports, now);
  await noteRelease(ports, name, version, { kind: "announced", at: now, by, released }, x);
  await noteDeploy(ports, name, version, deploy?.at ?? released);
  if (deploy) {
    const { environment, at = now } = deploy;
    await noteRelease(ports, name, version, { kind: "deploy", at, environment }, x);
  }
  return commits.length > 0 ? takeCommits(ports, project, version, commits) : [];
}

const Commits = z.object({
  release: z.string(),
  kind: z.literal("commits"),
  at: z.number(),
  commits: z.array(Commit),
});

/** First what they fix is resolved, then they are kept: whoever is interrupted in between may tell of them again. */
async function takeCommits(
  ports: AnnouncePorts,
  { name, redact }: Project,
  release: string,
  commits: readonly Commit[],
): Promise<readonly Fixed[]> {
  const key = releaseRowKey(name, release, { kind: "commits", at: 0, commits: [] });
  const stored = await ports.log.get(key);
  const known = new Set(stored ? Commits.parse(stored).commits.map(({ id }) => id) : []);
  const fresh = commits.filter(({ id }) => !known.has(id)).slice(0, COMMITS_MAX - known.size);
  const fixed: Fixed[] = [];
  for (const commit of fresh) fixed.push(...(await fixAll(ports, name, release, commit)));
  const cleaned = fresh.map((commit) => ({
    ...commit,
    message: redactNote(commit.message, redact).slice(0, MESSAGE_CHARS_MAX),
  }));
  const at = ports.clock.now();
  await compareAndSwap(ports, ports.log, { key, schema: Commits }, (before) => {
    const there = before?.commits ?? [];
    const added = cleaned.filter(({ id }) => !there.some((one) => one.id === id));
    if (added.length === 0) return undefined;
    const all = [...there, ...added].slice(0, COMMITS_MAX);
    return { release, kind: "commits" as const, at: before?.at ?? at, commits: all, x: keptUntil(ports, at) };
  });
  return fixed;
}

async function fixAll(
  ports: AnnouncePorts,
  project: string,
  release: string,
  { id, message, author }: Commit,
): Promise<Fixed[]> {
  const fixed: Fixed[] = [];
  for (const shortId of fixedBy(message)) {
    const [issue] = await issuesByShortId(ports, [project], shortId);
    const why = `commit ${id.slice(0, 12)}`;
    const by = author ?? why;
    if (issue)
      await decide(ports, { project, issue: issue.id, by, why, status: "resolved", in: { release } });
    fixed.push({ shortId, commit: id, issue: issue?.id });
  }
  return fixed;
}
