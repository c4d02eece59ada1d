import { Project } from "@faultline/core/project";
import type { Item, Ports } from "../ports.js";
import { projectKey } from "../table/layout.js";
import { memoize } from "../table/memoize.js";

/** A project's events received up to this time are deleted; undefined when none are. */
export async function projectDeletedBefore(
  { log }: Pick<Ports, "log">,
  project: string,
): Promise<number | undefined> {
  const item = await log.get(projectKey(project));
  return item && cutIn(item);
}

const cutIn = memoize((item: Item) => Project.parse(item).cut);
