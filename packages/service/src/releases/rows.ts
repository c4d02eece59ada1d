import { base32, digest } from "@faultline/core/hash";
import { remembering } from "@faultline/core/remembering";
import * as z from "zod";
import { type Key, LAST_WRITE_WINS, type Ports } from "../ports.js";
import { projectDeletedBefore } from "../projection/deletions.js";
import { releaseRowsPartition, sortableTime } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";

// A row for each thing that is told of a release: what one region takes in of it writes over nothing of the other's.

/** A change that went into a release. */
export const Commit = z.object({
  id: z.string(),
  message: z.string(),
  author: z.string().optional(),
});
export type Commit = z.infer<typeof Commit>;

/** Times in milliseconds since 1970. */
const Told = z.discriminatedUnion("kind", [
  /** Somebody announced it; `released` is when it was made, as they say: often told later, in a row of its own. */
  z.object({ kind: z.literal("announced"), at: z.number(), by: z.string(), released: z.number().optional() }),
  z.object({ kind: z.literal("commits"), at: z.number(), commits: z.array(Commit) }),
  z.object({ kind: z.literal("deploy"), at: z.number(), environment: z.string() }),
  /** An issue came back by one of its events. */
  z.object({ kind: z.literal("regressed"), issue: z.string(), at: z.number() }),
  /** An issue is resolved in it, or with `after` in whatever comes after it. */
  z.object({
    kind: z.literal("resolved"),
    issue: z.string(),
    at: z.number(),
    after: z.boolean().optional(),
  }),
]);
type Told = z.infer<typeof Told>;

const Row = z.intersection(Told, z.object({ release: z.string() }));
export type ReleaseRow = z.infer<typeof Row>;

/** Stands for a release's name in keys, which may be longer than a key's piece ought to be. */
export const releaseHash = (release: string): string => hashes(release, release);
const hashes = remembering((release: string) => base32(digest("release", release)).slice(0, 20));

const PIECE: Readonly<Record<Told["kind"], string>> = {
  announced: "a",
  commits: "c",
  deploy: "d",
  regressed: "g",
  resolved: "r",
};

/** Where a thing that is told of a release stands. The same thing told again is the same row. */
export function releaseRowKey(project: string, release: string, told: Told): Key {
  const sk = [releaseHash(release), PIECE[told.kind], ...partsOf(told)].join("#");
  return { pk: releaseRowsPartition(project), sk };
}

function partsOf(told: Told): string[] {
  switch (told.kind) {
    case "announced":
      return told.released === undefined ? [] : ["released"];
    case "commits":
      return [];
    case "deploy":
      return [sortableTime(told.at), base32(digest(told.environment)).slice(0, 8)];
    case "regressed":
    case "resolved":
      return [told.issue, sortableTime(told.at)];
  }
}

/** Keeps what is told of a release once; told again, it changes nothing. `x`: epoch seconds until which it is kept. */
export async function noteRelease(
  { log }: Pick<Ports, "log">,
  project: string,
  release: string,
  told: Exclude<Told, { kind: "commits" }>,
  x?: number,
): Promise<void> {
  const item = { ...releaseRowKey(project, release, told), release, ...told, x };
  if ((await log.put(item, { kind: "absent" })) === "written") return;
  const [known, deletedBefore = -1] = await Promise.all([
    log.get(item),
    projectDeletedBefore({ log }, project),
  ]);
  // What is there was told before the project was deleted, and says nothing any more.
  if (known && Row.parse(known).at <= deletedBefore) await log.put(item, LAST_WRITE_WINS);
}

const ROWS_MAX = 20_000;

/** All that was told of a project's releases, or of one of them, since the project was last deleted. */
export async function releaseRows(
  { log }: Pick<Ports, "log">,
  project: string,
  release?: string,
): Promise<readonly ReleaseRow[]> {
  const beginning = release === undefined ? "" : `${releaseHash(release)}#`;
  const range = release === undefined ? {} : { from: beginning, to: `${beginning}~` };
  const [items, deletedBefore = -1] = await Promise.all([
    collect(queryAll(log, { pk: releaseRowsPartition(project), ...range }), ROWS_MAX),
    projectDeletedBefore({ log }, project),
  ]);
  return items.map((row) => Row.parse(row)).filter(({ at }) => at > deletedBefore);
}
