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
import { suffixesFrom, suffixesLike } from "../projection/rows/short-ids.js";
import { getIssues } from "./issues.js";

// Nobody counts: a short id is the beginning of the issue's own id. Of two issues that begin alike, it is the one's that
// was seen first, and the other one's is longer. So a short id that was written down somewhere goes on meaning the same.

/** The short ids of these issues of one project, by their ids. */
export async function shortIdsOf(
  ports: Pick<Ports, "view">,
  project: string,
  issues: readonly Pick<Issue, "id" | "firstSeen">[],
): Promise<ReadonlyMap<string, string>> {
  const suffixes = issues.flatMap(({ id }) => suffixOf(id) ?? []);
  const alike = await suffixesLike(ports, project, suffixes);
  const meant = new Set(suffixes);
  const others = new Set([...alike.values()].flatMap((all) => (all.length > 1 ? all : [])));
  const unknown = [...others].filter((suffix) => !meant.has(suffix)).map(issueOfSuffix);
  const found = unknown.length > 0 ? await getIssues(ports, project, unknown) : new Map();
  const known = new Map([...found, ...issues.map((issue) => [issue.id, issue] as const)]);
  return new Map(
    issues.map((issue) => {
      const rivals = (alike.get(suffixOf(issue.id) ?? "") ?? []).flatMap(
        (suffix) => known.get(issueOfSuffix(suffix)) ?? [],
      );
      return [issue.id, shortIdAmong(project, issue, rivals)];
    }),
  );
}

type Seen = Pick<Issue, "id" | "firstSeen">;

function shortIdAmong(project: string, issue: Seen, rivals: readonly Seen[]): string {
  const suffix = suffixOf(issue.id) ?? issue.id;
  const before = rivals.filter((rival) => rival.id !== issue.id && isBefore(rival, issue));
  const shared = before.map((rival) => sharedChars(suffix, suffixOf(rival.id) ?? ""));
  const chars = Math.max(SUFFIX_CHARS_MIN, ...shared.map((count) => count + 1));
  return shortIdText(project, suffix.slice(0, chars));
}

const isBefore = (a: Seen, b: Seen): boolean =>
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
