import type * as Audit from "@faultline/service/http/v1-audit";
import { infiniteQueryOptions } from "@tanstack/react-query";
import type * as z from "zod";
import { withQuery } from "./addresses.js";
import { request } from "./request.js";

export type AuditLine = z.infer<typeof Audit.Line>;

interface AuditPage {
  readonly lines: readonly AuditLine[];
  readonly cursor: string | null;
}

const PAGE = 20;
const EXPORTED_PAGE = 500;

const page = (limit: number, cursor: string | undefined, signal?: AbortSignal): Promise<AuditPage> =>
  request(withQuery("/v1/audit", { limit, cursor }), { signal });

export const auditQuery = infiniteQueryOptions({
  queryKey: ["audit"],
  queryFn: ({ pageParam, signal }) => page(PAGE, pageParam, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ cursor }) => cursor ?? undefined,
});

/** The whole audit, a line of JSON for each. */
export async function auditAsLines(): Promise<string> {
  const rows: string[] = [];
  let cursor: string | undefined;
  do {
    const { lines, cursor: next } = await page(EXPORTED_PAGE, cursor);
    rows.push(...lines.map((line) => `${JSON.stringify(line)}\n`));
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return rows.join("");
}
