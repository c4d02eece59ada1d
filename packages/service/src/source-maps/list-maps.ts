import * as z from "zod";
import type { Ports } from "../ports.js";
import { readCursor, writeCursor } from "../query/cursor.js";
import { sourceMapsPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";

const Row = z.object({
  sk: z.string(),
  at: z.number(),
  region: z.string(),
  bytes: z.number().optional(),
  debugId: z.string().optional(),
  release: z.string().optional(),
  file: z.string().optional(),
});
const Position = z.tuple([z.number(), z.string()]);

/** A source map as it was uploaded: by debug id, by release and minified file, or by both. */
export interface StoredMap {
  readonly debugId?: string | undefined;
  readonly release?: string | undefined;
  readonly file?: string | undefined;
  /** Unpacked; missing where an earlier version stored it. */
  readonly bytes?: number | undefined;
  readonly region: string;
  readonly at: number;
}

interface Listing {
  readonly project: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * A page of a project's source maps, the latest upload first. Reads all their rows, a few hundred bytes each: people ask for
 * this now and then. Throws `bad_cursor`.
 */
export async function listMaps(
  ports: Pick<Ports, "log">,
  { project, limit, cursor }: Listing,
): Promise<{ readonly maps: readonly StoredMap[]; readonly cursor: string | undefined }> {
  const last = cursor === undefined ? undefined : readCursor(Position, cursor);
  const items = await collect(queryAll(ports.log, { pk: sourceMapsPartition(project) }));
  const stored = items.map((item) => Row.parse(item)).map(named);
  const byDebugId = new Set(stored.filter(({ sk }) => sk.startsWith("d#")).map(uploadOf));
  const rows = stored
    .filter((row) => row.sk.startsWith("d#") || !byDebugId.has(uploadOf(row)))
    .filter((row) => !last || isBehind(row, last))
    .sort((a, b) => (isBehind(a, [b.at, b.sk]) ? 1 : -1));
  const page = rows.slice(0, limit);
  const end = page.at(-1);
  return { maps: page, cursor: end && rows.length > limit ? writeCursor([end.at, end.sk]) : undefined };
}

/** What a row says by its key alone. */
function named(row: z.infer<typeof Row>): z.infer<typeof Row> {
  const [kind, name, release] = row.sk.split("#");
  return kind === "d" ? { debugId: name, ...row } : { file: name, release, ...row };
}

/** A map that is found by both debug id and release has two rows. */
const uploadOf = ({ debugId, file, release }: z.infer<typeof Row>): string =>
  JSON.stringify([debugId, file, release]);

const isBehind = ({ at, sk }: z.infer<typeof Row>, [lastAt, lastSk]: z.infer<typeof Position>): boolean =>
  at < lastAt || (at === lastAt && sk > lastSk);
