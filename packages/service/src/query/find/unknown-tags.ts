import type { Ports } from "../../ports.js";
import { TAGS_CAP } from "../../projection/facets/facet-kinds.js";
import { CAPS } from "../../projection/facets/index-rows.js";
import { isRenewed, readMark } from "../../projection/view-mark.js";
import { inPool } from "../../table/in-pool.js";
import { searchPartition } from "../../table/layout.js";
import { BadQuery } from "../syntax/bad-query.js";
import { tagKey } from "../syntax/keys.js";
import type { Query } from "../syntax/query.js";

const PROJECTS_AT_ONCE = 8;

type FindPorts = Pick<Ports, "log" | "view">;

/**
 * Refuses what looks like a key and is none: neither ours, nor a tag of any event in these projects. It may be a slip, as `enviroment:`,
 * or a text with a colon, and would find nothing without a word. Throws `BadQuery`.
 */
export async function refuseUnknownTags(
  ports: FindPorts,
  projects: readonly string[],
  { bareTags }: Pick<Query, "bareTags">,
): Promise<void> {
  if (bareTags.length === 0 || !isRenewed((await readMark(ports)).mark)) return;
  for (const { name, term, at, length } of bareTags) {
    if (await isTagOfAny(ports, projects, name)) continue;
    throw new BadQuery(
      at,
      length,
      `there is no key ${name}, and no event has a tag of that name. For the text itself write "${term.replaceAll('"', '\\"')}"; tag.${name}: is a tag that may be yet to come.`,
    );
  }
}

async function isTagOfAny(ports: FindPorts, projects: readonly string[], name: string): Promise<boolean> {
  let isFound = false;
  await inPool(
    PROJECTS_AT_ONCE,
    projects.map((project) => async () => {
      if (!isFound && (await mayBeTagOf(ports, project, name))) isFound = true;
    }),
  );
  return isFound;
}

/** Issues with very many tags keep only some of their names. */
async function mayBeTagOf({ view }: FindPorts, project: string, name: string): Promise<boolean> {
  const leftOut = { pk: searchPartition(project, CAPS), from: `${TAGS_CAP}#`, to: `${TAGS_CAP}#\u{10ffff}` };
  for (const range of [{ pk: searchPartition(project, tagKey(name)) }, leftOut])
    if ((await view.query({ ...range, limit: 1 })).items.length > 0) return true;
  return false;
}
