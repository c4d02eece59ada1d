import type { Ports, Write } from "../../ports.js";
import { releaseHash } from "../../releases/rows.js";
import { begunInPartition } from "../../table/layout.js";
import { collect, queryAll } from "../../table/query-all.js";
import { LAST } from "../series/load.js";
import { shortIdWrites } from "./short-ids.js";
import type { Summary } from "./summary.js";

interface Place {
  readonly project: string;
  readonly issue: string;
}

/**
 * The writes by which an issue is found by its short id, and by the release it began in, where that is another one now, or
 * `isDue` says that they would expire before the issue. What an earlier row says is checked by who reads it.
 */
export async function foundByWrites(
  ports: Pick<Ports, "view" | "clock">,
  { project, issue }: Place,
  { from, to, expiresAt }: { from: Summary | undefined; to: Summary | undefined; expiresAt: number },
  isDue: boolean,
): Promise<Write[]> {
  if (!isDue && to?.head.digest === from?.head.digest) return [];
  const release = to?.head.release;
  const begun = { pk: begunInPartition(project), sk: `${releaseHash(release ?? "")}#${issue}`, x: expiresAt };
  return [
    ...(await shortIdWrites(ports, project, issue, expiresAt)),
    ...(release ? [{ kind: "put" as const, item: begun }] : []),
  ];
}

/** So many issues that began in a release are looked at. */
const ISSUES_MAX = 1000;

/** The ids of issues that may have begun in a release, no more than `most`. */
export async function begunIn(
  { view }: Pick<Ports, "view">,
  project: string,
  release: string,
  most = ISSUES_MAX,
): Promise<readonly string[]> {
  const beginning = `${releaseHash(release)}#`;
  const range = { pk: begunInPartition(project), from: beginning, to: beginning + LAST };
  const rows = await collect(queryAll(view, range), most);
  return rows.map(({ sk }) => sk.slice(beginning.length));
}
