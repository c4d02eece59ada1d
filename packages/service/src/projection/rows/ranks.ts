import * as z from "zod";
import type { Item, Key, Write } from "../../ports.js";
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
export const timeOf = (key: string): number => TIME_MAX - Number(key);

/** Rows are kept so much longer than their issue, and so written anew no more often than that. */
const LONGER_SECONDS = 30 * DAY_SECONDS;

export function ranksOf(
  before: Ranks | undefined,
  { count, users, firstSeen }: Ranked,
  { list, expiresAt }: { readonly list: ListName; readonly expiresAt: number },
): Ranks {
  const isKept = before !== undefined && before.keptUntil >= expiresAt;
  const places = {
    list,
    count: classKey(classOf(count)),
    users: users === undefined ? UNKNOWN : classKey(classOf(users)),
    firstSeen: timeKey(firstSeen),
  };
  return { ...places, keptUntil: isKept ? before.keptUntil : expiresAt + LONGER_SECONDS };
}

/** The writes by which its rows come to stand there. */
export function rankWrites(
  project: string,
  issue: string,
  { from, to }: { readonly from: Ranks | undefined; readonly to: Ranks | undefined },
): Write[] {
  return RANKINGS.flatMap((ranking): Write[] => {
    const left = from && keyOf(project, issue, from, ranking);
    const arrived = to && keyOf(project, issue, to, ranking);
    const isThere = left?.pk === arrived?.pk && left?.sk === arrived?.sk;
    if (isThere && from?.keptUntil === to?.keptUntil) return [];
    const item: Item | undefined = arrived && { ...arrived, x: to?.keptUntil };
    return [
      ...(left && !isThere ? [{ kind: "delete" as const, key: left }] : []),
      ...(item ? [{ kind: "put" as const, item }] : []),
    ];
  });
}

const keyOf = (project: string, issue: string, ranks: Ranks, ranking: Ranking): Key => ({
  pk: rankPartition(project, ranks.list, ranking),
  sk: `${ranks[ranking]}#${issue}`,
});
