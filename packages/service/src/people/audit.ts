import * as z from "zod";
import { OWN_ROW, type Ports } from "../ports.js";
import { auditPartition, sortableTime } from "../table/layout.js";
import { queryAll } from "../table/query-all.js";
import { keptUntil } from "../table/retention.js";

/** What somebody did: who, what, where from, when (milliseconds since 1970), and how it was answered. */
const AuditLine = z.object({
  at: z.number(),
  by: z.string(),
  /** The id of the person or token, or what kind of key it was; lines of earlier versions have none. */
  byId: z.string().optional(),
  /** The method and the route's path, such as `DELETE /v1/tokens/:token`. */
  did: z.string(),
  /** The address that was asked, without its query. */
  path: z.string(),
  project: z.string().optional(),
  /** What the handler tells beside it, as JSON: never what was sent, since that may be secret. */
  detail: z.string().optional(),
  from: z.string(),
  agent: z.string().optional(),
  region: z.string(),
  /** Undefined when the region ended in between: whether it was done is not known. */
  status: z.number().optional(),
});
export type AuditLine = z.infer<typeof AuditLine>;

const DETAIL_CHARS_MAX = 1000;

type WritePorts = Pick<Ports, "log" | "clock" | "ids" | "region" | "settings">;

/** Writes a line before what it tells of is done, so that nothing is done without one. Ends with how it was answered. */
export async function beginLine(
  ports: WritePorts,
  told: Omit<AuditLine, "at" | "region" | "status" | "detail">,
): Promise<(end: Pick<AuditLine, "project" | "detail" | "status">) => Promise<void>> {
  const at = ports.clock.now();
  const key = { pk: auditPartition, sk: `${sortableTime(at)}#${ports.region}#${ports.ids.unique()}` };
  const line = { ...key, ...told, at, region: ports.region, x: keptUntil(ports, at) };
  await ports.log.put(line, OWN_ROW);
  return async ({ project = told.project, detail, status }) => {
    await ports.log.put({ ...line, project, status, detail: detail?.slice(0, DETAIL_CHARS_MAX) }, OWN_ROW);
  };
}

interface Asked {
  readonly limit: number;
  /** Times, inclusive. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
  readonly isShown: (line: AuditLine) => boolean;
}

/** Rows looked at for a page: who may see few of the lines gets a short page, and goes on. */
const LOOKED_MAX = 5000;

/** What was done, the latest first. */
export async function listLines(
  { log }: Pick<Ports, "log">,
  { limit, from = 0, to, after, isShown }: Asked,
): Promise<{ lines: readonly AuditLine[]; next: string | undefined }> {
  const lines: AuditLine[] = [];
  const rows = queryAll(log, {
    pk: auditPartition,
    from: sortableTime(from),
    // Behind the time stand a region and an id.
    to: to === undefined ? undefined : `${sortableTime(to)}$`,
    order: "descending",
    limit,
    after: after === undefined ? undefined : { pk: auditPartition, sk: after },
  });
  let looked = 0;
  for await (const row of rows) {
    const line = AuditLine.parse(row);
    if (isShown(line)) lines.push(line);
    looked += 1;
    if (lines.length === limit || looked === LOOKED_MAX) return { lines, next: row.sk };
  }
  return { lines, next: undefined };
}
