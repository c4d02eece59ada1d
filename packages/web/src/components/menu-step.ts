/**
 * The place of the entry that a key leads to, from the one that has the focus (-1: none); undefined for a key that leads
 * nowhere. Arrows go around, a letter goes to the next entry that begins with it.
 */
export function menuStep(key: string, labels: readonly string[], current: number): number | undefined {
  const last = labels.length - 1;
  switch (key) {
    case "ArrowDown":
      return current >= last ? 0 : current + 1;
    case "ArrowUp":
      return current <= 0 ? last : current - 1;
    case "Home":
      return 0;
    case "End":
      return last;
  }
  if ([...key].length !== 1 || key === " ") return undefined;
  const begins = (label: string | undefined): boolean =>
    label?.toLowerCase().startsWith(key.toLowerCase()) ?? false;
  const places = labels.map((_, place) => (current + 1 + place) % labels.length);
  return places.find((place) => begins(labels[place]));
}
