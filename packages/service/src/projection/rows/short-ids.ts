import { suffixOf } from "@faultline/core/short-id";
import type { Ports, Write } from "../../ports.js";
import { shortIdsPartition } from "../../table/layout.js";
import { collect, queryAll } from "../../table/query-all.js";
import { LAST } from "../series/load.js";

/** The write by which an issue is found by its short id, to be kept as long as the issue. */
export function shortIdWrites(project: string, issue: string, expiresAt: number): Write[] {
  const suffix = suffixOf(issue);
  if (suffix === undefined) return [];
  return [{ kind: "put", item: { pk: shortIdsPartition(project), sk: suffix, x: expiresAt } }];
}

/** A project has fewer issues whose ids begin alike; of more, who asks gets the first. */
const ALIKE_MAX = 1000;

/** What the ids of a project's issues are that begin so; some of them may be gone. */
export async function suffixesFrom(
  { view }: Pick<Ports, "view">,
  project: string,
  beginning: string,
): Promise<readonly string[]> {
  const range = { pk: shortIdsPartition(project), from: beginning, to: beginning + LAST };
  const rows = await collect(queryAll(view, { ...range, limit: ALIKE_MAX }));
  return rows.map(({ sk }) => sk);
}
