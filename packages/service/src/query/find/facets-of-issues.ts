import { groupBy } from "@faultline/core/group-by";
import type { Key, Ports } from "../../ports.js";
import { isWithin } from "../../projection/facets/facet-day.js";
import { facetKind } from "../../projection/facets/facet-kinds.js";
import { facetRowKey, valuesIn } from "../../projection/facets/facet-rows.js";
import { issueKey, issuePlace } from "../../projection/rows/issue-row.js";
import { issueOf } from "../../table/layout.js";
import type { Facets } from "../syntax/matches.js";

type Place = ReturnType<typeof issuePlace>;

interface Asked {
  readonly keys: ReadonlySet<string>;
  readonly now: number;
}

/** What issues and their members are found by, of these keys and as far as it is within the retention. */
export async function facetsOfIssues(
  ports: Pick<Ports, "view" | "settings">,
  project: string,
  ids: readonly string[],
  { keys, now }: Asked,
): Promise<Map<string, Facets>> {
  const places = await placesOf(ports, project, ids);
  const all = await withMembers(ports, project, places);
  const rows = new Set([...keys].map((key) => facetKind(key, "").row));
  const rowKeys = [...all].flatMap(([id, { gen }]): Key[] =>
    [...rows].map((row) => facetRowKey(issueKey(project, id).pk, gen, row)),
  );
  const byIssue = groupBy(await ports.view.getMany(rowKeys), issueOf);
  const counts = (day: number): boolean => isWithin(ports, day, now);
  return new Map(
    [...places].map(([id, place]) => {
      const items = [id, ...Object.keys(place.members)].flatMap((part) => byIssue.get(part) ?? []);
      return [id, valuesIn(items, keys, counts)];
    }),
  );
}

/** The same places and those of their members. */
export async function withMembers(
  ports: Pick<Ports, "view">,
  project: string,
  places: ReadonlyMap<string, Place>,
): Promise<ReadonlyMap<string, Place>> {
  const members = [...places.values()].flatMap((place) => Object.keys(place.members));
  return members.length > 0 ? new Map([...(await placesOf(ports, project, members)), ...places]) : places;
}

/** Where the rows of those issues lie that have one, by id. */
export async function placesOf(
  { view }: Pick<Ports, "view">,
  project: string,
  ids: readonly string[],
): Promise<Map<string, Place>> {
  const items = await view.getMany(ids.map((id) => issueKey(project, id)));
  return new Map(items.map((item) => [issueOf(item), issuePlace(item)]));
}
