/** The selection after an issue's box was clicked; with Shift, all from the last one clicked to it. */
export function selected(
  before: ReadonlySet<string>,
  shown: readonly string[],
  {
    id,
    last,
    isRange,
  }: { readonly id: string; readonly last: string | undefined; readonly isRange: boolean },
): ReadonlySet<string> {
  const after = new Set(before);
  const isAdding = !before.has(id);
  const [from, to] = [shown.indexOf(last ?? ""), shown.indexOf(id)];
  const range = isRange && from >= 0 ? shown.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  for (const one of range) {
    if (isAdding) after.add(one);
    else after.delete(one);
  }
  return after;
}

/** The neighbour of the active issue; the first one when none is active. Stays at either end. */
export function neighbour(
  shown: readonly string[],
  active: string | undefined,
  step: 1 | -1,
): string | undefined {
  const place = shown.indexOf(active ?? "");
  if (place < 0) return shown[0];
  return shown[Math.min(shown.length - 1, Math.max(0, place + step))];
}

/** Where the focus goes when issues leave the list: the next that stays, or the last one before. */
export function successor(
  shown: readonly string[],
  active: string | undefined,
  leaving: ReadonlySet<string>,
): string | undefined {
  const place = shown.indexOf(active ?? "");
  if (place < 0) return undefined;
  const stays = (id: string): boolean => !leaving.has(id);
  return shown.slice(place).find(stays) ?? shown.slice(0, place).findLast(stays);
}
