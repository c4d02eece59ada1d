import type { Issue } from "@faultline/core/issue";
import * as z from "zod";
import { inPool } from "../table/in-pool.js";
import { readCursor, writeCursor } from "./cursor.js";
import { markOf, marksIn, writeMarks } from "./issue-marks.js";
import { latestProjects } from "./latest-projects.js";
import { type ListPorts, listIssues } from "./list-issues.js";
import { type IssuePage, inOrder, type ListIssues } from "./listing.js";

/** Where each project's list goes on: the page that is being shown, and what of it was. Those that ended are not in it. */
const Position = z.record(z.string(), z.object({ page: z.string().optional(), shown: z.string() }));
type Position = z.infer<typeof Position>;

const AT_ONCE = 8;

type ListAll = Omit<ListIssues, "project"> & { readonly projects: readonly string[] };

/** A page of the issues of several projects, in one order. Every one is shown once, as in the list of its project. */
export async function allIssues(
  ports: ListPorts,
  { projects, cursor, ...asked }: ListAll,
): Promise<IssuePage> {
  const start = Object.fromEntries(projects.map((project) => [project, { shown: "" }]));
  const position: Position = cursor === undefined ? start : readCursor(Position, cursor);
  const meant = projects.filter((project) => Object.hasOwn(position, project));
  const pages = await pagesOf(ports, { position, asked, projects: meant });
  const { issues } = shownOf(pages, { position, asked });
  const taken = new Set(issues.map(({ id, project }) => `${project} ${id}`));
  const later = Object.entries(position).filter(([name]) => meant.includes(name) && !pages.has(name));
  const next = { ...Object.fromEntries(later), ...positionAfter(position, pages, taken) };
  const gaps = [...pages.values()].flatMap((page) => page.gaps ?? []);
  const event = [...pages.values()].find((page) => page.event !== undefined)?.event;
  return { issues, gaps, event, cursor: Object.keys(next).length > 0 ? writeCursor(next) : undefined };
}

interface Asking {
  readonly position: Position;
  readonly asked: Omit<ListIssues, "project" | "cursor">;
}

/**
 * Of each project the page it is at. In the order of time those are asked first in which something happened last, and none whose
 * last event came before all that is shown.
 */
async function pagesOf(
  ports: ListPorts,
  { position, asked, projects }: Asking & { readonly projects: readonly string[] },
): Promise<ReadonlyMap<string, IssuePage>> {
  const pages = new Map<string, IssuePage>();
  const ask = (some: readonly string[]) =>
    inPool(
      AT_ONCE,
      some.map((project) => async () => {
        pages.set(project, await listIssues(ports, { ...asked, project, cursor: position[project]?.page }));
      }),
    );
  if (!isByTimeAlone(asked)) {
    await ask(projects);
    return pages;
  }
  const waiting = await latestProjects(ports, projects);
  for (let from = 0; from < waiting.length; from += AT_ONCE) {
    const { end } = shownOf(pages, { position, asked });
    const some = waiting.slice(from, from + AT_ONCE).filter(({ last }) => last >= end);
    if (some.length === 0) break;
    await ask(some.map(({ project }) => project));
  }
  return pages;
}

/** A search asks every project: each may know what was typed as an id, or tell what it does not keep. */
const isByTimeAlone = ({ sort, query = "", environment }: Asking["asked"]): boolean =>
  sort === "lastSeen" && query.trim() === "" && environment === undefined;

/** What these pages show, and the time before which nothing changes it; none when there is room for more. */
function shownOf(pages: ReadonlyMap<string, IssuePage>, { position, asked }: Asking) {
  const waiting = [...pages].flatMap(([project, { issues }]) => {
    const shown = new Set(marksIn(position[project]?.shown ?? ""));
    return issues.filter((issue) => !shown.has(markOf(issue.id)));
  });
  const ready = upToGap(waiting.sort(inOrder(asked.sort)), pages);
  const issues = ready.slice(0, asked.limit);
  const isFull = issues.length === asked.limit || ready.length < waiting.length;
  return { issues, end: (isFull && issues.at(-1)?.lastSeen) || Number.NEGATIVE_INFINITY };
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
      const before = position[project] ?? { shown: "" };
      const shown = new Set(marksIn(before.shown));
      for (const issue of issues) if (taken.has(`${project} ${issue.id}`)) shown.add(markOf(issue.id));
      const isAllShown = issues.every((issue) => shown.has(markOf(issue.id)));
      if (!isAllShown) return [[project, { page: before.page, shown: writeMarks(shown) }]];
      return cursor === undefined ? [] : [[project, { page: cursor, shown: "" }]];
    }),
  );
}
