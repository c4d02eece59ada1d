import { groupBy } from "@faultline/core/group-by";
import type { Project } from "@faultline/core/project";
import type { Ports } from "../ports.js";
import { releasesBegun } from "../query/releases-begun.js";
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

/** So many of the latest are shown where all are asked for. */
export const LISTED_MAX = 1000;

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
  const announced = rows.filter((row) => row.kind === "announced").sort((a, b) => a.at - b.at);
  return {
    release,
    at,
    announcedBy: announced[0]?.by,
    released: announced.find((row) => row.released !== undefined)?.released,
    deploys: rows
      .filter((row) => row.kind === "deploy")
      .map(({ at, environment }) => ({ at, environment }))
      .sort((a, b) => b.at - a.at),
    commits: rows.flatMap((row) => (row.kind === "commits" ? row.commits : [])),
    rows,
  };
}
