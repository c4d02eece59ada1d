import type { Issue } from "@faultline/core/issue";
import * as z from "zod";
import { writeCursor } from "../cursor.js";
import { markOf, marksIn, writeMarks } from "../issue-marks.js";
import type { IssuePage, ListIssues } from "../listing.js";

/** So many candidates are all looked at for a page: it is exact, and in order, however they came. */
export const FEW_MAX = 500;

/** Where a listing of few goes on: the marks of what was shown. */
export const FewPosition = z.object({ seen: z.number(), marks: z.string() });

/** The next page of these, in their order. */
export function fewIssues(
  issues: readonly Issue[],
  { limit }: Pick<ListIssues, "limit">,
  { seen, marks }: z.infer<typeof FewPosition>,
): IssuePage {
  const before = new Set(marksIn(marks));
  const left = issues.filter(({ id }) => !before.has(markOf(id)));
  const page = left.slice(0, limit);
  if (page.length === left.length) return { issues: page, cursor: undefined };
  const shown = writeMarks([...before, ...page.map(({ id }) => markOf(id))]);
  return { issues: page, cursor: writeCursor({ seen, marks: shown }) };
}
