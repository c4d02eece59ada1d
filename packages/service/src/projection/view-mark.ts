import * as z from "zod";
import type { Key, Ports, Written } from "../ports.js";
import { untilWritten, versionOf } from "../table/compare-and-swap.js";
import { SINGLE } from "../table/layout.js";
import { SERIES_FORMAT } from "./series/series.js";

/**
 * By which version a view was made: raised when what an earlier one wrote has to be written anew, or was wrong. 4: issues
 * whose ids begin alike have one row, and each region says whom it told of an issue. 5: lists have other orders. 6: by powers of four.
 * 7: projects count by release.
 */
export const VIEW_VERSION = Math.max(7, SERIES_FORMAT);

const KEY: Key = { pk: "X#view", sk: SINGLE };
const Place = z.object({ pk: z.string(), sk: z.string() });
const Mark = z.object({
  version: z.number(),
  /** A renewal under way: first the rows of earlier formats, then what the log holds and the view lacks. */
  step: z.enum(["rows", "log"]).optional(),
  after: Place.optional(),
  /** Rows of the log that were folded in this pass over it. */
  items: z.number().default(0),
  /** When the renewal began, and this pass over the log: milliseconds since 1970. */
  begunAt: z.number().optional(),
  passAt: z.number().optional(),
  /** By what somebody asked for it: the same asked again changes nothing. */
  asked: z.string().optional(),
  /** A second pass begins then: what wrote by an earlier version's code has ended. */
  notBefore: z.number().optional(),
});
/** How far a view is: kept in the view itself, and with it gone or restored. */
export type Mark = z.infer<typeof Mark>;

/** A view without one is new, or of a version that knew none. */
const NONE: Mark = { version: 1, items: 0 };

export const isRenewed = ({ version }: Mark): boolean => version >= VIEW_VERSION;

interface Marked {
  readonly mark: Mark;
  /** Puts what comes after it, unless it is no longer there. */
  readonly replace: (next: Mark) => Promise<Written>;
}

export async function readMark({ view }: Pick<Ports, "view">): Promise<Marked> {
  const item = await view.get(KEY);
  const ver = versionOf(item);
  // Earlier versions' marks have no version.
  const seen = ver > 0 ? ({ kind: "version", is: ver } as const) : undefined;
  const condition = item ? seen : ({ kind: "absent" } as const);
  return {
    mark: item ? Mark.parse(item) : NONE,
    replace: (next) => view.put({ ...KEY, ...next, ver: ver + 1 }, condition),
  };
}

type MarkPorts = Pick<Ports, "view" | "clock" | "ids">;

/** A rebuilt view has nothing of an earlier version in it. */
export const markAsRenewed = (ports: MarkPorts): Promise<void> =>
  untilWritten(ports, async () => (await readMark(ports)).replace({ version: VIEW_VERSION, items: 0 }));

/**
 * Has the log folded over the view once more, from its beginning, whatever version made it and however far that was.
 * `asked` names the wish: it may come more than once.
 */
export const askForRenewal = (ports: MarkPorts, asked: string): Promise<void> =>
  untilWritten(ports, async () => {
    const { mark, replace } = await readMark(ports);
    if (mark.asked === asked) return "written";
    // Rows of this version need not be written anew.
    return replace({ version: 0, step: isRenewed(mark) ? "log" : undefined, items: 0, asked });
  });
