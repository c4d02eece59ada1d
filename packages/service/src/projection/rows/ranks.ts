import * as z from "zod";
import type { Condition, Item, Key, Write } from "../../ports.js";
import { versionOf } from "../../table/compare-and-swap.js";
import { rankPartition } from "../../table/layout.js";
import { DAY_SECONDS } from "../../table/retention.js";
import { LISTS, type ListName } from "./list.js";

// Where an issue stands in lists that are sorted by another than the latest event. A row that said its exact count would be
// written with every event; it says the power of four, and who reads sorts those of one power exactly.

const RANKINGS = ["count", "users", "firstSeen"] as const;
export type Ranking = (typeof RANKINGS)[number];

/** What an issue is ranked by. Of one with members nobody knows how many users it has without counting them: none is said. */
interface Ranked {
  readonly count: number;
  readonly users: number | undefined;
  readonly firstSeen: number;
}

/** Where its rows stand, as the issue's own row remembers it. */
export const Ranks = z.object({
  list: z.enum(LISTS),
  /** By ranking, what comes before the issue's id in the row's key: the highest value sorts first. */
  count: z.string(),
  users: z.string(),
  firstSeen: z.string(),
  /** Epoch seconds. */
  keptUntil: z.number(),
  /** The versions that the rows by count and by users were written with. Earlier versions' rows have none. */
  vers: z.tuple([z.number(), z.number()]).optional(),
});
export type Ranks = z.infer<typeof Ranks>;

/** The class of those whose value nobody knows: before all others. */
export const UNKNOWN = "00";
const CLASS_MAX = 99;
const TIME_MAX = 99_999_999_999_999;

/** The class of a value: 0 for none, then powers of four. */
export const classOf = (value: number): number =>
  value < 1 ? 0 : Math.min(CLASS_MAX - 1, 1 + Math.floor(Math.log2(value) / 2));

/** The least and the greatest value of a class. */
export const valuesOf = (ofClass: number): readonly [number, number] =>
  ofClass === 0 ? [0, 0] : [4 ** (ofClass - 1), 4 ** ofClass - 1];

/** What keys of a class begin with, and the other way round. */
export const classKey = (ofClass: number): string => String(CLASS_MAX - ofClass).padStart(2, "0");

export const classIn = (key: string): number => CLASS_MAX - Number(key);

/** What the key of an issue first seen then begins with, and the other way round. */
export const timeKey = (at: number): string =>
  String(TIME_MAX - Math.max(0, Math.floor(at))).padStart(14, "0");
/** The keys of issues first seen within a time, and maybe some more at its end. */
export const timeKeys = ({ from, to }: { readonly from: number; readonly to: number }) => ({
  from: to === Number.POSITIVE_INFINITY ? undefined : timeKey(to),
  to: from === Number.NEGATIVE_INFINITY ? undefined : timeKey(from),
});
export const timeOf = (key: string): number => TIME_MAX - Number(key);

/** Rows are kept so much longer than their issue, and so written anew no more often than that. */
const LONGER_SECONDS = 30 * DAY_SECONDS;

/** `ver`: the version of the issue's row that will say so. */
export function ranksOf(
  before: Ranks | undefined,
  { count, users, firstSeen }: Ranked,
  { list, expiresAt, ver }: { readonly list: ListName; readonly expiresAt: number; readonly ver: number },
): Ranks {
  const isKept = before !== undefined && before.keptUntil >= expiresAt;
  const places = {
    list,
    count: classKey(classOf(count)),
    users: users === undefined ? UNKNOWN : classKey(classOf(users)),
    firstSeen: timeKey(firstSeen),
  };
  const next = { ...places, keptUntil: isKept ? before.keptUntil : expiresAt + LONGER_SECONDS };
  const isWritten = !isKept || before.list !== list;
  const verOf = (ranking: "count" | "users", known: number | undefined): number =>
    isWritten || before[ranking] !== next[ranking] ? ver : (known ?? 0);
  return { ...next, vers: [verOf("count", before?.vers?.[0]), verOf("users", before?.vers?.[1])] };
}

/** The writes of a move. */
export interface RankWrites {
  /** In one step with the issue's row. */
  readonly beside: readonly Write[];
  /** Before it: until it is written they lead to an issue that does not stand there, and are passed over. */
  readonly arriving: readonly Item[];
  /** After it, for the same reason. One that was written anew meanwhile stays. */
  readonly leaving: readonly Leaving[];
}

interface Leaving {
  readonly key: Key;
  readonly condition: Condition;
}

/** The writes by which its rows come to stand there. What moves within a list needs no transaction, at half its price. */
export function rankWrites(
  project: string,
  issue: string,
  { from, to }: { readonly from: Ranks | undefined; readonly to: Ranks | undefined },
): RankWrites {
  const moves = RANKINGS.map((ranking) => {
    const left = from && placeOf(project, issue, from, ranking);
    const arrived = to && placeOf(project, issue, to, ranking);
    return from?.keptUntil === to?.keptUntil && isSame(left, arrived) ? NO_WRITES : moveOf(left, arrived);
  });
  return {
    beside: moves.flatMap(({ beside }) => beside),
    arriving: moves.flatMap(({ arriving }) => arriving),
    leaving: moves.flatMap(({ leaving }) => leaving),
  };
}

const NO_WRITES: RankWrites = { beside: [], arriving: [], leaving: [] };

function moveOf(left: Item | undefined, arrived: Item | undefined): RankWrites {
  const ver = versionOf(left);
  const isWithinList = left?.pk === arrived?.pk && !isSame(left, arrived);
  if (left && arrived && isWithinList && ver > 0 && versionOf(arrived) > 0)
    return {
      beside: [],
      arriving: [arrived],
      leaving: [{ key: left, condition: { kind: "version", is: ver } }],
    };
  const gone: Write[] = left && !isSame(left, arrived) ? [{ kind: "delete", key: left }] : [];
  return { ...NO_WRITES, beside: [...gone, ...(arrived ? [{ kind: "put" as const, item: arrived }] : [])] };
}

/** Where its rows stand. */
export const placesOf = (project: string, issue: string, ranks: Ranks): readonly Key[] =>
  RANKINGS.map((ranking) => placeOf(project, issue, ranks, ranking));

const isSame = (a: Key | undefined, b: Key | undefined): boolean => a?.pk === b?.pk && a?.sk === b?.sk;

/** Its row. Only one whose key says a class has a version: see `leaving`. */
function placeOf(project: string, issue: string, ranks: Ranks, ranking: Ranking): Item {
  const pk = rankPartition(project, ranks.list, ranking);
  const isClass = ranking !== "firstSeen" && ranks[ranking] !== UNKNOWN;
  const ver = isClass ? ranks.vers?.[ranking === "count" ? 0 : 1] : undefined;
  return { pk, sk: `${ranks[ranking]}#${issue}`, x: ranks.keptUntil, ver };
}
