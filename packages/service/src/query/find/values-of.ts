import type { Ports } from "../../ports.js";
import { searchPartition } from "../../table/layout.js";
import { comparable } from "../syntax/comparable.js";
import { searchKey, tagKey } from "../syntax/keys.js";

const VALUES_MAX = 20;
/** So many projects are asked for their values, one after another: it helps to type, and must not cost much. */
const PROJECTS_MAX = 30;

/** The values of a key that begin so, as they are compared, in their order; of one whose values are few, those. */
export async function valuesOf(
  { view }: Pick<Ports, "view">,
  project: string,
  name: string,
  prefix: string,
): Promise<string[]> {
  const key = searchKey(name);
  const begins = comparable(prefix);
  if (key?.kind === "state") return [...key.words.keys()].filter((word) => word.startsWith(begins));
  if (key && key.kind !== "attribute") return [];
  if (key?.fixed) return key.fixed.filter((value) => value.startsWith(begins));
  const pk = searchPartition(project, key?.attribute ?? tagKey(name));
  const values: string[] = [];
  let from = begins;
  while (values.length < VALUES_MAX) {
    const { items } = await view.query({ pk, from: from || undefined, to: `${begins}\u{10ffff}`, limit: 1 });
    const [item] = items;
    if (!item) break;
    const value = item.sk.slice(0, item.sk.lastIndexOf("#"));
    values.push(value);
    // Behind every issue that has this one.
    from = `${value}#\u{10ffff}`;
  }
  return [...new Set(values)];
}

/** The same over several projects, of as many of them as are enough. */
export async function valuesAnywhere(
  ports: Pick<Ports, "view">,
  projects: readonly string[],
  name: string,
  prefix: string,
): Promise<string[]> {
  const values = new Set<string>();
  for (const project of projects.slice(0, PROJECTS_MAX)) {
    for (const value of await valuesOf(ports, project, name, prefix)) values.add(value);
    if (values.size >= VALUES_MAX) break;
  }
  return [...values].slice(0, VALUES_MAX);
}
