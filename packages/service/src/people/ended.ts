import { LAST_WRITE_WINS, type Ports, type Reads } from "../ports.js";
import { endedKey } from "../table/layout.js";

// That somebody or something was removed is a row of its own: no write of a region that has not heard of it brings them back.

/** Those of these ids whose end is written down. */
export async function endedAmong(
  log: Pick<Reads, "getMany">,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const marks = await log.getMany(ids.map(endedKey));
  return new Set(marks.map(({ sk }) => sk));
}

/** Writes down, for good, that what has this id ended. */
export const endedWrite = ({ clock }: Pick<Ports, "clock">, id: string) =>
  ({ kind: "put", item: { ...endedKey(id), at: clock.now() }, condition: LAST_WRITE_WINS }) as const;
