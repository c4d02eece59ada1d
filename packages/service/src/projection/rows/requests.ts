import { type Accepted, newIssueOf } from "@faultline/core/event";
import { requestIdOf } from "@faultline/core/request-id";
import * as z from "zod";
import type { Item, Ports } from "../../ports.js";
import { requestPartition } from "../../table/layout.js";
import { collect, queryAll } from "../../table/query-all.js";
import { expiryOf } from "../expiry.js";

/** An event of an issue that happened in a request. */
export const RequestRow = z.object({
  project: z.string(),
  issue: z.string(),
  /** The former mechanism's issue, where the event is in that one when it lives on. */
  former: z.string().optional(),
  event: z.string(),
  at: z.number(),
});
export type RequestRow = z.infer<typeof RequestRow>;

/**
 * Keeps in which request each of these events happened, a row for each request and issue: what a function's log tells
 * of a request and what the function posted itself find each other by it, whichever came first.
 */
export async function noteRequests(
  ports: Pick<Ports, "view" | "settings">,
  project: string,
  events: readonly Accepted[],
): Promise<void> {
  const rows = new Map(
    events.flatMap((accepted): [string, Item][] => {
      const row = rowOf(ports, project, accepted);
      return row ? [[`${row.pk} ${row.sk}`, row]] : [];
    }),
  );
  for (const row of rows.values()) await ports.view.put(row);
}

function rowOf(ports: Pick<Ports, "settings">, project: string, accepted: Accepted): Item | undefined {
  const { event, at } = accepted;
  const request = requestIdOf(event);
  if (request === undefined) return undefined;
  const issue = newIssueOf(project, event);
  const former = event.issue === issue ? undefined : event.issue;
  const row: RequestRow = { project, issue, former, event: event.id, at };
  const key = { pk: requestPartition(request), sk: `${project}#${issue}` };
  return { ...key, ...row, x: expiryOf(ports, 0, [accepted]) };
}

/** What happened in a request, as far as events tell. */
export const rowsOfRequest = async ({ view }: Pick<Ports, "view">, request: string): Promise<RequestRow[]> =>
  (await collect(queryAll(view, { pk: requestPartition(request) }))).map((item) => RequestRow.parse(item));
