import * as z from "zod";
import { OWN_ROW, type Ports } from "../ports.js";
import { useKey } from "../table/layout.js";

/** That a token or session was used is written so often at the most: what is shown may lag behind by as much. */
const WRITTEN_MILLISECONDS = 3_600_000;
const KEPT_SECONDS = 2 * 365 * 86_400;
const NOTED_MAX = 10_000;

const Use = z.object({ id: z.string(), at: z.number() });

type NoteUse = (id: string) => void;

/**
 * Notes that a token or session is used, at most once an hour, in a row of this region. Nobody waits for it, and one that is not
 * written is made up for by the next use.
 */
export function noteUses({ log, region, clock }: Pick<Ports, "log" | "region" | "clock">): NoteUse {
  const written = new Map<string, number>();
  const write = async (id: string, at: number): Promise<void> => {
    const key = useKey(id, region);
    const row = await log.get(key);
    if (row && at - Use.parse(row).at < WRITTEN_MILLISECONDS) return;
    await log.put({ ...key, id, at, x: Math.ceil(at / 1000) + KEPT_SECONDS }, OWN_ROW);
  };
  return (id) => {
    const now = clock.now();
    if (now - (written.get(id) ?? Number.NEGATIVE_INFINITY) < WRITTEN_MILLISECONDS) return;
    if (written.size >= NOTED_MAX) written.clear();
    written.set(id, now);
    // A table that does not answer: the request that brought the token has its own end.
    write(id, now).catch(() => written.delete(id));
  };
}

/** When each was used last, in whichever region, by their ids. */
export async function lastUses(
  { log, regions }: Pick<Ports, "log" | "regions">,
  used: readonly { readonly id: string }[],
): Promise<ReadonlyMap<string, number>> {
  const keys = used.flatMap(({ id }) => regions.map((region) => useKey(id, region)));
  const latest = new Map<string, number>();
  for (const row of await log.getMany(keys)) {
    const { id, at } = Use.parse(row);
    latest.set(id, Math.max(at, latest.get(id) ?? 0));
  }
  return latest;
}
