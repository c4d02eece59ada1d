import { Project } from "@faultline/core/project";
import { projectKey } from "../keys.js";
import type { Item, Ports } from "../ports.js";
import { remembered } from "../remembered.js";

/** A project's events received up to this time are deleted; undefined when none are. */
export async function projectCut({ log }: Pick<Ports, "log">, project: string): Promise<number | undefined> {
  const item = await log.get(projectKey(project));
  return item && cutIn(item);
}

const cutIn = remembered((item: Item) => Project.parse(item).cut);
