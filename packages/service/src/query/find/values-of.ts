import type { Ports } from "../../ports.js";
import { releaseNames } from "../../projection/rows/releases.js";
import { searchPartition } from "../../table/layout.js";
import { comparable } from "../syntax/comparable.js";
import { SEARCH_KEYS, searchKey, tagKey } from "../syntax/keys.js";
import { isMeant } from "../syntax/matches.js";
import { tagNames } from "./tag-names.js";

const VALUES_MAX = 20;
/** What is mostly asked of times. */
const SINCE = [">-1h", ">-24h", ">-7d", ">-30d"];
const HAVING = SEARCH_KEYS.filter(({ kind }) => kind === "attribute").map(({ name }) => name);
/** So many projects are asked for their values, one after another: it helps to type, and must not cost much. */
const PROJECTS_MAX = 30;

/** In so many issues of all of them together it is looked for names of tags. */
const TAGGED_ISSUES_MAX = 150;

type ValuePorts = Pick<Ports, "view" | "settings" | "clock">;

/** The values of a key that begin so, as they are compared: of as many of some projects as are enough. */
export async function valuesAmong(
  ports: ValuePorts,
  projects: readonly string[],
  name: string,
  prefix: string,
): Promise<string[]> {
  const values = new Set<string>();
  const some = projects.slice(0, PROJECTS_MAX);
  const issuesMax = Math.ceil(TAGGED_ISSUES_MAX / some.length);
  for (const project of some) {
    for (const value of await valuesOf(ports, project, { name, prefix, issuesMax })) values.add(value);
    if (values.size >= VALUES_MAX) break;
  }
  return [...values].slice(0, VALUES_MAX);
}

interface Asked {
  readonly name: string;
  readonly prefix: string;
  readonly issuesMax: number;
}

/** Of one project, in their order; of a key whose values are few, those. */
async function valuesOf(
  ports: ValuePorts,
  project: string,
  { name, prefix, issuesMax }: Asked,
): Promise<string[]> {
  const key = searchKey(name);
  const begins = comparable(prefix);
  if (key?.kind === "time") return SINCE.filter((since) => since.startsWith(prefix));
  if (key?.kind === "has")
    return [
      ...HAVING.filter((one) => one.startsWith(begins)),
      ...(await tagNames(ports, project, { begins, issuesMax })),
    ];
  if (key?.kind === "state") return [...key.words.keys()].filter((word) => word.startsWith(begins));
  if (key && key.kind !== "attribute") return [];
  if (key?.fixed) return key.fixed.filter((value) => value.startsWith(begins));
  const attribute = key?.attribute ?? tagKey(name);
  const values = await indexed(ports, searchPartition(project, attribute), begins);
  if (key?.byTail !== "version" || values.length >= VALUES_MAX) return values;
  const test = { kind: "value", key: attribute, value: begins, isPrefix: true, byTail: key.byTail } as const;
  const names = (await releaseNames(ports, project)) ?? [];
  return [...new Set([...values, ...names.filter((one) => isMeant(one, test))])].slice(0, VALUES_MAX);
}

/** The values that begin so, as far as they are in the index. */
async function indexed({ view }: Pick<Ports, "view">, pk: string, begins: string): Promise<string[]> {
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
