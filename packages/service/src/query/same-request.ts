import { requestIdOf } from "@faultline/core/request-id";
import type { EventPorts, Ports } from "../ports.js";
import { type RequestRow, rowsOfRequest } from "../projection/rows/requests.js";
import { issuePartition } from "../table/layout.js";
import { findEntry } from "./find-entry.js";
import { getIssue } from "./issues.js";
import { partsOf } from "./parts.js";
import { readEvents } from "./read-events.js";

/** An event of another issue, maybe of another project, that happened in the same request. */
interface SameRequest extends RequestRow {
  readonly title: string;
}

/** What else happened in the request of an issue's event, earliest first; undefined when the issue has no such event. */
export async function sameRequest(
  ports: EventPorts & Pick<Ports, "view">,
  { project, issue, event }: { readonly project: string; readonly issue: string; readonly event: string },
): Promise<readonly SameRequest[] | undefined> {
  const parts = await partsOf(ports, project, issue);
  const entry = await findEntry(ports, parts, event);
  const accepted = entry && (await readEvents(ports, [entry])).get(entry.digest);
  if (!accepted) return undefined;
  const request = requestIdOf(accepted.event);
  if (request === undefined) return [];
  const own = new Set(parts.map(({ pk }) => pk));
  const isOwn = (row: RequestRow): boolean =>
    [row.issue, row.former].some((one) => one !== undefined && own.has(issuePartition(row.project, one)));
  const others = (await rowsOfRequest(ports, request)).filter((row) => !isOwn(row));
  const told = await Promise.all(
    others.map(async (row) => {
      const found =
        (await getIssue(ports, row.project, row.issue)) ??
        (row.former && (await getIssue(ports, row.project, row.former)));
      // Deleted since: nothing to lead to.
      return found ? [{ ...row, issue: found.id, title: found.title }] : [];
    }),
  );
  return told.flat().sort((a, b) => a.at - b.at);
}
