import * as z from "zod";
import { LAST_WRITE_WINS, type Ports, SAME_CONTENT } from "../ports.js";
import { Cache } from "../table/cache.js";
import { endedSessionsPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";

/** With the replication, both regions know of a sign-out well within a minute. */
const CACHE_SECONDS = 10;
/** While the table does not answer: after that, nobody knows who was signed out. */
const STALE_MILLISECONDS = 50_000;
const ALL = "all";

const Row = z.object({ sk: z.string(), at: z.number().optional() });

interface Session {
  readonly id: string;
  /** Milliseconds since 1970: when it began, and when it ends by itself. */
  readonly at: number;
  readonly until: number;
}

interface EndedSessions {
  includes(session: Session): Promise<boolean>;
  add(session: Pick<Session, "id" | "until">): Promise<void>;
  /** Every session that began up to then. */
  addAll(upTo: number): Promise<void>;
}

/** The sessions people have ended before their time, kept in the log until that time would be over. */
export function endedSessions(ports: Pick<Ports, "log" | "clock">): EndedSessions {
  const { log, clock } = ports;
  const pk = endedSessionsPartition;
  const known = new Cache<Ended>(clock, CACHE_SECONDS, STALE_MILLISECONDS);
  const read = async (): Promise<Ended> => {
    const rows = (await collect(queryAll(log, { pk }))).map((row) => Row.parse(row));
    return { ids: new Set(rows.map(({ sk }) => sk)), upTo: rows.find(({ sk }) => sk === ALL)?.at ?? -1 };
  };
  return {
    async includes({ id, at }) {
      const { ids, upTo } = await known.get(pk, read);
      return at <= upTo || ids.has(id);
    },
    async add({ id, until }) {
      await log.put({ pk, sk: id, x: Math.ceil(until / 1000) }, SAME_CONTENT);
      known.forget(pk);
    },
    async addAll(upTo) {
      await log.put({ pk, sk: ALL, at: upTo }, LAST_WRITE_WINS);
      known.forget(pk);
    },
  };
}

interface Ended {
  readonly ids: ReadonlySet<string>;
  readonly upTo: number;
}
