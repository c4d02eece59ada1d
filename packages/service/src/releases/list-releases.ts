import { groupBy } from "@faultline/core/group-by";
import type { Project } from "@faultline/core/project";
import type { EventPorts, Ports } from "../ports.js";
import { readSeries } from "../projection/series/series.js";
import { entriesOf } from "../query/entries.js";
import { readEvents } from "../query/read-events.js";
import { releasesBegun } from "../query/releases-begun.js";
import { projectPartition, SINGLE } from "../table/layout.js";
import { type Commit, type ReleaseRow, releaseRows } from "./rows.js";

/** A release as it is shown. Times in milliseconds since 1970. */
export interface Release {
  readonly release: string;
  /** When it was deployed, announced or failed first. */
  readonly at: number;
  readonly announcedBy: string | undefined;
  readonly released: number | undefined;
  readonly deploys: readonly { readonly at: number; readonly environment: string }[];
  readonly commits: readonly Commit[];
  /** All that was told of it. */
  readonly rows: readonly ReleaseRow[];
}

/** A project's releases with what was told of them, the one that began last first. */
export async function listReleases(
  ports: Pick<Ports, "log" | "view">,
  project: Project,
): Promise<readonly Release[]> {
  const [began, rows] = await Promise.all([releasesBegun(ports, project), releaseRows(ports, project.name)]);
  const byRelease = groupBy(rows, ({ release }) => release);
  return began.map(({ release, at }) => releaseOf(release, at, byRelease.get(release) ?? []));
}

function releaseOf(release: string, at: number, rows: readonly ReleaseRow[]): Release {
  const announced = rows.find((row) => row.kind === "announced");
  return {
    release,
    at,
    announcedBy: announced?.by,
    released: announced?.released,
    deploys: rows
      .filter((row) => row.kind === "deploy")
      .map(({ at, environment }) => ({ at, environment }))
      .sort((a, b) => b.at - a.at),
    commits: rows.flatMap((row) => (row.kind === "commits" ? row.commits : [])),
    rows,
  };
}

/** Over how many of a project's latest events its releases are compared. */
export const SAMPLE_MAX = 1000;

interface Share {
  readonly events: number;
  readonly users: number;
}

/** How many of a project's latest events are of which release, and of how many users; `over` is how many were looked at. */
export async function sharesOf(
  ports: EventPorts & Pick<Ports, "view">,
  project: string,
): Promise<{ readonly over: number; readonly shares: ReadonlyMap<string, Share> }> {
  const pk = projectPartition(project);
  const series = readSeries(await ports.view.get({ pk, sk: SINGLE }));
  const entries = [];
  for await (const { entry } of entriesOf(ports, pk, series)) {
    entries.push(entry);
    if (entries.length === SAMPLE_MAX) break;
  }
  const events = [...(await readEvents(ports, entries)).values()];
  const shares = new Map<string, Share>();
  for (const [release, own] of groupBy(events, ({ event }) => event.release ?? "")) {
    const users = own.map(({ event: { user } }) => user?.id ?? user?.email ?? user?.name ?? user?.ip ?? "");
    shares.set(release, { events: own.length, users: new Set(users.filter((user) => user !== "")).size });
  }
  return { over: events.length, shares };
}
