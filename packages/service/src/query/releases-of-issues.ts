import type { Issue } from "@faultline/core/issue";
import { compareReleases } from "@faultline/core/release-order";
import type { Ports } from "../ports.js";
import { facetKind } from "../projection/facets/facet-kinds.js";
import { releasesOf } from "../projection/rows/releases.js";
import { facetsOfIssues } from "./find/verify.js";
import { comparable } from "./syntax/comparable.js";

const RELEASE = "release";

/** The newest release that each of these issues of a project was seen in, by the order of releases. */
export async function lastReleases(
  ports: Pick<Ports, "log" | "view" | "settings" | "clock">,
  project: string,
  issues: readonly Issue[],
): Promise<ReadonlyMap<string, string>> {
  if (issues.length === 0) return new Map();
  const rows = new Set([facetKind(RELEASE, "").row]);
  const [facets, releases] = await Promise.all([
    facetsOfIssues(ports, project, issues, { rows, now: ports.clock.now() }),
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
