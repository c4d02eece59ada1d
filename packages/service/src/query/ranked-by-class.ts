import { groupBy } from "@faultline/core/group-by";
import type { Issue } from "@faultline/core/issue";
import type { Ports } from "../ports.js";
import { classIn, classKey, classOf, type Ranking, UNKNOWN, valuesOf } from "../projection/rows/ranks.js";
import { LAST } from "../projection/series/load.js";
import { collect } from "../table/query-all.js";
import { type IssuePage, inOrder, LISTS_OF, type ListIssues, RANKS } from "./listing.js";
import { behind, type RankingOf, rankRows } from "./rank-rows.js";
import { acceptedOf, isBehind, once, pageOf, type RankedFrom, type RankPosition } from "./ranked-page.js";

// A class holds the issues of one power of four. One that is not too large is read whole and sorted. A larger one is walked
// by id, once for each of its values from the highest down, as far as a page may look: large classes are those of few
// events, and so have few values.

const AT_ONCE = 250;

type Place = Pick<RankPosition, "value" | "id">;

/** What a page is read from. */
interface Source extends RankedFrom, RankingOf {
  readonly ranking: Exclude<Ranking, "firstSeen">;
  /** Issues whose class no row says, by class. */
  readonly unsaid: ReadonlyMap<number, readonly Issue[]>;
  readonly most: number;
}

/** What a step found, how many issues it looked at, and from where to go on; undefined at the end of the class. */
interface Step {
  readonly found: readonly Issue[];
  readonly reads: number;
  readonly next: Place | undefined;
}

/** A page by count or users. */
export async function issuesByClass(
  ports: Pick<Ports, "view">,
  { project, status, sort, limit }: ListIssues & { readonly sort: Source["ranking"] },
  { start, accept, readsMax }: RankedFrom,
): Promise<IssuePage> {
  const ranking = { project, lists: LISTS_OF[status], ranking: sort };
  const unsaid = await unsaidOf(ports, ranking, accept);
  const met: Issue[] = [];
  let place: Place = start;
  let reads = 0;
  for (;;) {
    const source = { ...ranking, accept, readsMax, unsaid, start, most: limit + 1 - met.length };
    const known = await nextClass(ports, source, classOf(place.value));
    if (known === undefined) return pageOf(met, { sort, limit }, start);
    const highest = valuesOf(known)[1];
    if (highest < place.value) place = { value: highest, id: "" };
    const step = await readClass(ports, source, { known, place, readsLeft: readsMax - reads });
    met.push(...step.found);
    reads += step.reads;
    const next = step.next ?? behindClass(known);
    if (met.length > limit || next === undefined) return pageOf(met, { sort, limit }, start);
    place = next;
    if (reads >= readsMax || step.reads === 0) return pageOf(met, { sort, limit }, start, place);
  }
}

/** Where the values begin that are lower than all of a class. */
function behindClass(known: number): Place | undefined {
  const [lowest] = valuesOf(known);
  return lowest === 0 ? undefined : { value: lowest - 1, id: "" };
}

/** Issues whose value has to be asked for: those with members, when users are counted. As many as people have merged into. */
async function unsaidOf(
  ports: Pick<Ports, "view">,
  ranking: RankingOf & { readonly ranking: Source["ranking"] },
  accept: RankedFrom["accept"],
): Promise<Source["unsaid"]> {
  const rows = await collect(rankRows(ports, ranking, rangeOf(UNKNOWN)));
  const issues = await acceptedOf(accept, [...new Set(rows.map(({ issue }) => issue))]);
  return groupBy(issues, (issue) => classOf(RANKS[ranking.ranking](issue)));
}

const rangeOf = (key: string, after = ""): { from: string; to: string } => ({
  from: `${key}#${behind(after)}`,
  to: `${key}#${LAST}`,
});

/** The highest class up to this one that has any issues. */
async function nextClass(
  ports: Pick<Ports, "view">,
  source: Source,
  upTo: number,
): Promise<number | undefined> {
  const [row] = await collect(rankRows(ports, source, { from: classKey(upTo), limit: 1 }), 1);
  const said = row ? [classIn(row.key)] : [];
  const classes = [...said, ...[...source.unsaid.keys()].filter((one) => one <= upTo)];
  return classes.length === 0 ? undefined : Math.max(...classes);
}

interface Reading {
  readonly known: number;
  readonly place: Place;
  readonly readsLeft: number;
}

async function readClass(ports: Pick<Ports, "view">, source: Source, reading: Reading): Promise<Step> {
  const { known, place, readsLeft } = reading;
  const rows = await collect(rankRows(ports, source, rangeOf(classKey(known))), source.readsMax + 1);
  if (rows.length > source.readsMax) return walkValues(ports, source, reading);
  // Nothing was read of it yet: the next page begins with it.
  if (rows.length > readsLeft) return { found: [], reads: 0, next: place };
  const ids = [...new Set(rows.map(({ issue }) => issue))];
  const found = [...inClass(source, known, await acceptedOf(source.accept, ids))];
  const ranked = once([...found, ...(source.unsaid.get(known) ?? [])]).filter(
    isBehind(source.ranking, place),
  );
  return { found: ranked.sort(inOrder(source.ranking)), reads: Math.max(1, ids.length), next: undefined };
}

/** Without those that stand there no more. */
const inClass = ({ ranking }: Source, known: number, issues: readonly Issue[]): readonly Issue[] =>
  issues.filter((issue) => classOf(RANKS[ranking](issue)) === known);

/** Of a large class: its issues of one value by id, then those of the next lower one. */
async function walkValues(
  ports: Pick<Ports, "view">,
  source: Source,
  { known, place, readsLeft }: Reading,
): Promise<Step> {
  const [lowest] = valuesOf(known);
  const found: Issue[] = [];
  let { value, id } = place;
  let reads = 0;
  while (value >= lowest) {
    const most = { count: source.most - found.length, reads: readsLeft - reads };
    const walk = await walkValue(ports, source, { known, value, id }, most);
    found.push(...walk.found);
    reads += walk.reads;
    if (walk.last !== undefined) return { found, reads, next: { value, id: walk.last } };
    value -= 1;
    id = "";
  }
  return { found, reads, next: undefined };
}

/** The issues of one value from behind an id on, by id, and the last id that was looked at when there may be more. */
async function walkValue(
  ports: Pick<Ports, "view">,
  source: Source,
  { known, value, id }: Place & { readonly known: number },
  most: { readonly count: number; readonly reads: number },
): Promise<{ found: readonly Issue[]; reads: number; last: string | undefined }> {
  const rank = RANKS[source.ranking];
  const rows = rankRows(ports, source, rangeOf(classKey(known), id));
  const found: Issue[] = [];
  let reads = 0;
  let last: string | undefined;
  let waiting: string[] = [];
  const look = async (): Promise<void> => {
    const issues = await acceptedOf(source.accept, waiting);
    found.push(...issues.filter((issue) => rank(issue) === value));
    waiting = [];
  };
  for await (const { issue } of rows) {
    waiting.push(issue);
    reads += 1;
    last = issue;
    if (waiting.length === AT_ONCE) await look();
    if (found.length >= most.count || reads >= most.reads) break;
    last = undefined;
  }
  await look();
  const unsaid = (source.unsaid.get(known) ?? []).filter(
    (issue) => rank(issue) === value && issue.id > id && (last === undefined || issue.id <= last),
  );
  return { found: once([...found, ...unsaid]).sort(inOrder(source.ranking)), reads, last };
}
