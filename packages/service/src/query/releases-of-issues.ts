import type { Issue } from "@faultline/core/issue";
import { compareReleases } from "@faultline/core/release-order";
import type { Ports } from "../ports.js";
import { releasesOf } from "../projection/rows/releases.js";
import { facetsOfIssues } from "./find/facets-of-issues.js";
import { comparable } from "./syntax/comparable.js";

const RELEASE = "release";

/** The newest release that each of these issues of a project was seen in, by the order of releases. */
export async function lastReleases(
  ports: Pick<Ports, "log" | "view" | "settings" | "clock">,
  project: string,
  issues: readonly Issue[],
): Promise<ReadonlyMap<string, string>> {
  if (issues.length === 0) return new Map();
  const ids = issues.map(({ id }) => id);
  const [facets, releases] = await Promise.all([
    facetsOfIssues(ports, project, ids, { keys: new Set([RELEASE]), now: ports.clock.now() }),
    releasesOf(ports, project),
  ]);
  const known = new Map(releases.map((one) => [comparable(one.release), one]));
  const began = new Map(releases.map(({ release, at }) => [release, at]));
  const last = issues.flatMap(({ id, release }): [string, string][] => {
    const values = [...(facets.get(id)?.get(RELEASE) ?? [])].flatMap(
      (value) => known.get(value)?.release ?? [],
    );
    const all = release === undefined ? values : [...values, release];
    const [newest] = all.sort((a, b) => compareReleases(b, a, (one) => began.get(one)));
    return newest === undefined ? [] : [[id, newest]];
  });
  return new Map(last);
}
