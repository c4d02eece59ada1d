import type { Issue } from "@faultline/core/issue";
import * as z from "zod";
import { writeCursor } from "./cursor.js";
import { markOf, marksIn, writeMarks } from "./issue-marks.js";
import type { ListRow } from "./list-rows.js";
import { type Accept, type IssuePage, inOrder } from "./listing.js";
import { standsAt } from "./standing-rows.js";

/**
 * `seen`: when the listing began. `after`: the row it goes on behind. `recent`: issues met up to there that moved just then.
 * `ahead`: the marks of those that were shown and stand behind it; `roots`: of those with members, which may be met again anywhere.
 */
export const WalkPosition = z.object({
  seen: z.number(),
  after: z.string().optional(),
  recent: z.array(z.string()),
  ahead: z.string().default(""),
  roots: z.string().default(""),
});
export type WalkPosition = z.infer<typeof WalkPosition>;

const RECENT_MAX = 500;

interface Passed {
  readonly row: ListRow;
  /** Whether the listing shows its issue here. */
  readonly stands: boolean;
  /** Whether `standsAt` noted it. */
  readonly isNoted: boolean;
  /** It was not looked at what it leads to. */
  readonly isUnknown: boolean;
}

export interface Batch {
  readonly lookedAt: number;
  readonly shown: number;
}

interface Passing {
  isMeant(row: ListRow): boolean;
  /** Others are passed and left to the next page. */
  isAsked?(row: ListRow): boolean;
}

/** The rows of a list that were passed for a page, and the issues they led to. */
export class WalkedRows {
  private readonly passed: Passed[] = [];
  private readonly fresh = new Map<string, Issue>();
  private readonly recent: Set<string>;
  private readonly shown: ReadonlySet<string>;
  /** There are no more rows. */
  isEnd = false;

  constructor(
    private readonly start: WalkPosition,
    private readonly limit: number,
    private readonly accept: Accept,
  ) {
    this.recent = new Set(start.recent);
    this.shown = new Set([...marksIn(start.ahead), ...marksIn(start.roots)]);
  }

  /** So many issues are missing in the page. */
  get room(): number {
    return this.limit - this.fresh.size;
  }

  get last(): ListRow | undefined {
    return this.passed.at(-1)?.row;
  }

  /** When the last issue of a full page was seen. */
  get seenLeast(): number | undefined {
    return this.inTime()[this.limit - 1]?.lastSeen;
  }

  /** Looks at the issues that stand in some more rows; gives back how many, and how many of them are to be shown. */
  async pass(rows: readonly ListRow[], { isMeant, isAsked = () => true }: Passing): Promise<Batch> {
    const ids = new Set<string>();
    for (const row of rows) {
      const before = this.recent.size;
      const stands = isMeant(row) && standsAt(row, this.start.seen, this.recent);
      const isUnknown = stands && !isAsked(row);
      this.passed.push({ row, stands, isNoted: this.recent.size > before, isUnknown });
      if (stands && !isUnknown && !this.isShown(row.issue)) ids.add(row.issue);
    }
    if (ids.size === 0) return { lookedAt: 0, shown: 0 };
    const issues = (await this.accept([...ids])).filter(({ id }) => !this.isShown(id));
    for (const issue of issues) this.fresh.set(issue.id, issue);
    return { lookedAt: ids.size, shown: issues.length };
  }

  /** The issues seen latest. What else was met is met again by the next page, which begins before the first row of it. */
  page(): IssuePage {
    const issues = this.inTime().slice(0, this.limit);
    const open = this.firstOpen();
    const isAllDone = open === this.passed.length;
    if (isAllDone && this.isEnd) return { issues, cursor: undefined };
    return { issues, cursor: writeCursor(this.positionAfter(this.beforeTwins(open), issues)) };
  }

  private isShown = (id: string): boolean => this.shown.has(markOf(id));

  private inTime(): Issue[] {
    return [...this.fresh.values()].sort(inOrder("lastSeen"));
  }

  /** The first row with an issue that waits for the next page. */
  private firstOpen(): number {
    const waiting = new Set(this.inTime().slice(this.limit).flatMap(partsOf));
    const open = this.passed.findIndex(
      ({ row, stands, isUnknown }) => isUnknown || (stands && waiting.has(row.issue)),
    );
    return open < 0 ? this.passed.length : open;
  }

  /** An issue may have left several lists at one key: behind one of those rows the one in which it stands would not be met. */
  private beforeTwins(open: number): number {
    const last = this.passed[open - 1];
    if (!last || last.stands) return open;
    const end = this.passed.findIndex(({ row }) => row.sk === last.row.sk);
    return end === 0 && open === this.passed.length ? open : end;
  }

  private positionAfter(end: number, issues: readonly Issue[]): WalkPosition {
    const { seen, after, recent, ahead, roots } = this.start;
    const behind = this.passed.slice(0, end);
    const met = new Set(behind.flatMap(({ row, stands }) => (stands ? [markOf(row.issue)] : [])));
    const single = issues.filter(({ members }) => members === undefined).map(({ id }) => markOf(id));
    const joined = issues.filter(({ members }) => members !== undefined).map(({ id }) => markOf(id));
    return {
      seen,
      after: behind.at(-1)?.row.sk ?? after,
      recent: [...recent, ...behind.flatMap(({ row, isNoted }) => (isNoted ? [row.issue] : []))].slice(
        0,
        RECENT_MAX,
      ),
      ahead: writeMarks([...marksIn(ahead), ...single].filter((mark) => !met.has(mark))),
      roots: writeMarks([...marksIn(roots), ...joined]),
    };
  }
}

const partsOf = ({ id, members = [] }: Issue): readonly string[] => [id, ...members];
