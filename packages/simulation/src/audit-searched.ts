import type { Issue } from "@faultline/core/issue";
import type { Ports } from "@faultline/service/ports";
import { listIssues } from "@faultline/service/query/list-issues";
import { comparable } from "@faultline/service/query/syntax/comparable";
import type { Wanted } from "./audit.js";
import { type Fail, PROJECT } from "./stage.js";

const QUERIES = 4;
const BOTH = 0.5;
const NOT = 0.3;

/** An issue as it is shown, and every event that it has, those of its members with it. */
interface Searched {
  readonly issue: Issue;
  readonly events: readonly Wanted[];
}

interface Term {
  readonly text: string;
  holds(searched: Searched): boolean;
}

/** A few searches are answered as going through all events would: what any event has, and what none has. */
export async function auditSearched(
  ports: Ports,
  all: readonly Searched[],
  { random, fail }: { readonly random: () => number; readonly fail: Fail },
): Promise<void> {
  const filled = all.filter(({ events }) => events.length > 0);
  for (let query = 0; query < QUERIES; query++) {
    const about = filled[Math.floor(random() * filled.length)];
    // All of it was deleted.
    if (!about) return;
    const terms = [termFor(about, random), ...(random() < BOTH ? [termFor(about, random)] : [])];
    const text = terms.map((term) => term.text).join(" ");
    const found = await answerTo(ports, text);
    const wanted = all.filter((one) => terms.every((term) => term.holds(one))).map(({ issue }) => issue.id);
    if (found && found.sort().join() !== wanted.sort().join())
      fail("I2 search", `${text} in ${ports.region}: ${found.length} of ${wanted.length}`);
  }
}

/** All that is found, page by page; undefined when the answer says that there may be more. */
async function answerTo(ports: Ports, query: string): Promise<string[] | undefined> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listIssues(ports, {
      project: PROJECT,
      status: "all",
      sort: "lastSeen",
      limit: 3,
      query,
      cursor,
    });
    if ((page.gaps ?? []).length > 0) return undefined;
    found.push(...page.issues.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor);
  return found;
}

/** What is asked for is what the issue, or some event of it, has. */
function termFor({ issue, events }: Searched, random: () => number): Term {
  const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(random() * of.length)];
  const { type = "", release = "", user = "" } = pick(events) ?? {};
  const { status } = issue;
  const term = pick([
    ofEvents(`type:"${type}"`, (event) => same(event.type, type)),
    ofEvents(`release:${release}`, (event) => same(event.release, release)),
    ofEvents(`user:${user}`, (event) => same(event.user, user)),
    ofEvents("has:user", () => true),
    ofEvents(`"${type} happened"`, (event) => wordIn(type) === "" || wordIn(event.type) === wordIn(type)),
    { text: `is:${status}`, holds: (one: Searched) => one.issue.status === status },
    { text: "is:assigned", holds: (one: Searched) => one.issue.assignee !== undefined },
  ]);
  const asked = term ?? ofEvents("has:user", () => true);
  if (random() >= NOT) return asked;
  return { text: `-${asked.text}`, holds: (one) => !asked.holds(one) };
}

const ofEvents = (text: string, has: (event: Wanted) => boolean): Term => ({
  text,
  holds: ({ events }) => events.some(has),
});

/** What a text is found by: signs are passed over. */
const wordIn = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, "");

const same = (a: string, b: string): boolean => comparable(a) === comparable(b);
