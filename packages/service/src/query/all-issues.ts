import type { Issue } from "@faultline/core/issue";
import * as z from "zod";
import { inPool } from "../table/in-pool.js";
import { readCursor, writeCursor } from "./cursor.js";
import { type ListPorts, listIssues } from "./list-issues.js";
import { type IssuePage, inOrder, type ListIssues } from "./listing.js";

/** Where each project's list goes on: the page that is being shown, and what of it was. Those that ended are not in it. */
const Position = z.record(z.string(), z.object({ page: z.string().optional(), shown: z.array(z.string()) }));
type Position = z.infer<typeof Position>;

const AT_ONCE = 8;
/** Enough of an id, which is a hash, to tell it from the others of a page. */
const MARK_CHARS = 6;
const markOf = ({ id }: Pick<Issue, "id">): string => id.slice(-MARK_CHARS);

type ListAll = Omit<ListIssues, "project"> & { readonly projects: readonly string[] };

/** A page of the issues of several projects, in one order. Every one is shown once, as in the list of its project. */
export async function allIssues(
  ports: ListPorts,
  { projects, cursor, ...asked }: ListAll,
): Promise<IssuePage> {
  const start = Object.fromEntries(projects.map((project) => [project, { shown: [] }]));
  const position: Position = cursor === undefined ? start : readCursor(Position, cursor);
  const pages = new Map<string, IssuePage>();
  const meant = projects.filter((project) => Object.hasOwn(position, project));
  await inPool(
    AT_ONCE,
    meant.map((project) => async () => {
      pages.set(project, await listIssues(ports, { ...asked, project, cursor: position[project]?.page }));
    }),
  );
  const waiting = [...pages].flatMap(([project, { issues }]) => {
    const shown = new Set(position[project]?.shown);
    return issues.filter((issue) => !shown.has(markOf(issue)));
  });
  const issues = upToGap(waiting.sort(inOrder(asked.sort)), pages).slice(0, asked.limit);
  const taken = new Set(issues.map(({ id, project }) => `${project} ${id}`));
  const next = positionAfter(position, pages, taken);
  const gaps = [...pages.values()].flatMap((page) => page.gaps ?? []);
  const event = [...pages.values()].find((page) => page.event !== undefined)?.event;
  return { issues, gaps, event, cursor: Object.keys(next).length > 0 ? writeCursor(next) : undefined };
}

/** As far as nothing that is yet to be read of a project may come in between. */
function upToGap(waiting: readonly Issue[], pages: ReadonlyMap<string, IssuePage>): readonly Issue[] {
  const last = new Map(waiting.map(({ project }, place) => [project, place]));
  const ends = [...last].filter(([project]) => pages.get(project)?.cursor !== undefined);
  return waiting.slice(0, Math.min(waiting.length, ...ends.map(([, place]) => place + 1)));
}

function positionAfter(
  position: Position,
  pages: ReadonlyMap<string, IssuePage>,
  taken: ReadonlySet<string>,
): Position {
  return Object.fromEntries(
    [...pages].flatMap(([project, { issues, cursor }]) => {
      const before = position[project] ?? { shown: [] };
      const shown = new Set(before.shown);
      for (const issue of issues) if (taken.has(`${project} ${issue.id}`)) shown.add(markOf(issue));
      const isAllShown = issues.every((issue) => shown.has(markOf(issue)));
      if (!isAllShown) return [[project, { page: before.page, shown: [...shown] }]];
      return cursor === undefined ? [] : [[project, { page: cursor, shown: [] }]];
    }),
  );
}
