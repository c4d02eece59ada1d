import type { LocalSettings } from "./settings.js";

/** The master key at the start that made it, and afterwards where to find it: what is printed may lie in a log. */
export function shownMasterKey({
  masterKey,
  masterKeyKept: kept,
}: Pick<LocalSettings, "masterKey" | "masterKeyKept">): string {
  if (!kept) return "as given in FAULTLINE_MASTER_KEY";
  return kept.isNew ? masterKey : `in ${kept.path}`;
}
