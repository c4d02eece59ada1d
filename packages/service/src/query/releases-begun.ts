import type { Project } from "@faultline/core/project";
import type { Ports } from "../ports.js";
import { releasesOf } from "../projection/rows/releases.js";
import { deploysOf } from "../projects/deploys.js";

interface Begun {
  readonly release: string;
  readonly at: number;
}

/** When each release of a project began to run: when it was deployed or its first event happened. The latest first. */
export async function releasesBegun(
  ports: Pick<Ports, "log" | "view">,
  project: Project,
): Promise<readonly Begun[]> {
  const [seen, deployed] = await Promise.all([releasesOf(ports, project.name), deploysOf(ports, project)]);
  const began = new Map<string, number>();
  for (const { release, at } of [...seen, ...deployed])
    began.set(release, Math.min(at, began.get(release) ?? at));
  return [...began].map(([release, at]) => ({ release, at })).sort((a, b) => b.at - a.at);
}
