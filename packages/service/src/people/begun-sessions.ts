import * as z from "zod";
import { type Ports, SAME_CONTENT } from "../ports.js";
import { sessionKey, sessionsPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { lastUses } from "./last-uses.js";

/** A session as it is listed. Its id makes no cookie: that takes a key of ours. Times are milliseconds since 1970. */
const BegunSession = z.object({
  id: z.string(),
  at: z.number(),
  until: z.number(),
  /** Where from: the address, and the user agent. */
  from: z.string(),
  agent: z.string().optional(),
  /** Who signed in; left out where the master key did. */
  person: z.string().optional(),
});
export type BegunSession = z.infer<typeof BegunSession>;

/** Keeps that a session began, for as long as it lives. */
export async function keepSession({ log }: Pick<Ports, "log">, session: BegunSession): Promise<void> {
  await log.put({ ...sessionKey(session.id), ...session, x: Math.ceil(session.until / 1000) }, SAME_CONTENT);
}

/** The session; undefined when there is none, or it began before sessions were kept. */
export async function sessionOfId(
  { log }: Pick<Ports, "log">,
  id: string,
): Promise<BegunSession | undefined> {
  const row = await log.get(sessionKey(id));
  return row && BegunSession.parse(row);
}

/** All that began and have not run out, those that were ended too, the latest first, with when each was used last. */
export async function listSessions({
  log,
  regions,
}: Pick<Ports, "log" | "regions">): Promise<readonly (BegunSession & { usedAt?: number | undefined })[]> {
  const rows = await collect(queryAll(log, { pk: sessionsPartition }));
  const sessions = rows.map((row) => BegunSession.parse(row)).sort((a, b) => b.at - a.at);
  const uses = await lastUses({ log, regions }, sessions);
  return sessions.map((session) => ({ ...session, usedAt: uses.get(session.id) }));
}
