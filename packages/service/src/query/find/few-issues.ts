import type { Issue } from "@faultline/core/issue";
import * as z from "zod";
import { writeCursor } from "../cursor.js";
import type { IssuePage, ListIssues } from "../listing.js";

/** So many candidates are all looked at for a page: it is exact, and in order, however they came. */
export const FEW_MAX = 500;

/** Where a listing of few goes on: what was shown, as four bytes of each id. */
export const FewPosition = z.object({ seen: z.number(), shown: z.string() });

const MARK_BYTES = 4;

/** The next page of these, in their order. */
export function fewIssues(
  issues: readonly Issue[],
  { limit }: Pick<ListIssues, "limit">,
  { seen, shown }: z.infer<typeof FewPosition>,
): IssuePage {
  const before = marksIn(shown);
  const left = issues.filter(({ id }) => !before.has(markOf(id)));
  const page = left.slice(0, limit);
  if (page.length === left.length) return { issues: page, cursor: undefined };
  const marks = Buffer.from([...before, ...page.map(({ id }) => markOf(id))].join(""), "hex");
  return { issues: page, cursor: writeCursor({ seen, shown: marks.toString("base64url") }) };
}

/** Ids are hashes already; their last characters tell some hundreds apart. */
const markOf = (id: string): string =>
  Buffer.from(id)
    .subarray(-MARK_BYTES - 1, -1)
    .toString("hex");

const marksIn = (shown: string): ReadonlySet<string> =>
  new Set(Buffer.from(shown, "base64url").toString("hex").match(/.{8}/g) ?? []);
