import type { Key, Ports, Written } from "../../ports.js";
import type { Folded } from "../fold.js";
import { readSeries } from "./series.js";

/**
 * What a fold that changes nothing comes to: `conflict` when it noted copies for a deletion that wrote the series meanwhile,
 * and may have looked for them before they were noted.
 */
export async function isStillAt(
  { view }: Pick<Ports, "view">,
  key: Key,
  ver: number,
  { others }: Pick<Folded, "others">,
): Promise<Written> {
  if (others.length === 0) return "written";
  return readSeries(await view.get(key)).ver === ver ? "written" : "conflict";
}
