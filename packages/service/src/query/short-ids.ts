import type { Issue } from "@faultline/core/issue";
import {
  issueOfSuffix,
  readShortId,
  SUFFIX_CHARS_MIN,
  shortIdText,
  shortName,
  suffixOf,
} from "@faultline/core/short-id";
import type { Ports } from "../ports.js";
import { suffixesFrom } from "../projection/rows/short-ids.js";
import { inPool } from "../table/in-pool.js";
import { getIssues } from "./issues.js";

// Nobody counts: a short id is the beginning of the issue's own id. Of two issues that begin alike, it is the one's that
// was seen first, and the other one's is longer. So a short id that was written down somewhere goes on meaning the same.

const AT_ONCE = 16;

/** The short ids of these issues of one project, by their ids. */
export async function shortIdsOf(
  ports: Pick<Ports, "view">,
  project: string,
  issues: readonly Pick<Issue, "id" | "firstSeen">[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  await inPool(
    AT_ONCE,
    issues.map((issue) => async () => {
      found.set(issue.id, await shortIdOf(ports, project, issue));
    }),
  );
  return found;
}

async function shortIdOf(
  ports: Pick<Ports, "view">,
  project: string,
  issue: Pick<Issue, "id" | "firstSeen">,
): Promise<string> {
  const suffix = suffixOf(issue.id) ?? issue.id;
  const alike = await suffixesFrom(ports, project, suffix.slice(0, SUFFIX_CHARS_MIN));
  const others = await getIssues(ports, project, alike.filter((one) => one !== suffix).map(issueOfSuffix));
  const before = [...others.values()].filter((other) => isBefore(other, issue));
  const shared = before.map((other) => sharedChars(suffix, suffixOf(other.id) ?? ""));
  return shortIdText(
    project,
    suffix.slice(0, Math.max(SUFFIX_CHARS_MIN, ...shared.map((chars) => chars + 1))),
  );
}

const isBefore = (a: Pick<Issue, "id" | "firstSeen">, b: Pick<Issue, "id" | "firstSeen">): boolean =>
  a.firstSeen === b.firstSeen ? a.id < b.id : a.firstSeen < b.firstSeen;

function sharedChars(a: string, b: string): number {
  let chars = 0;
  while (chars < a.length && a[chars] === b[chars]) chars++;
  return chars;
}

/** The id of the issue of this project that a text means: a short id is looked up, any other text is the id itself. */
export async function issueIdOf(ports: Pick<Ports, "view">, project: string, text: string): Promise<string> {
  const short = readShortId(text);
  if (short?.project !== shortName(project)) return text;
  return (await issueOf(ports, project, short.suffix))?.id ?? text;
}

/** The issues that a short id means, in these projects. Several only where projects are called alike. */
export async function issuesByShortId(
  ports: Pick<Ports, "view">,
  projects: readonly string[],
  text: string,
): Promise<readonly Issue[]> {
  const short = readShortId(text);
  if (!short) return [];
  const called = projects.filter((project) => shortName(project) === short.project);
  const found = await Promise.all(called.map((project) => issueOf(ports, project, short.suffix)));
  return found.filter((issue) => issue !== undefined);
}

async function issueOf(
  ports: Pick<Ports, "view">,
  project: string,
  suffix: string,
): Promise<Issue | undefined> {
  const alike = await suffixesFrom(ports, project, suffix);
  const issues = await getIssues(ports, project, alike.map(issueOfSuffix));
  return [...issues.values()].sort((a, b) => (isBefore(a, b) ? -1 : 1))[0];
}
