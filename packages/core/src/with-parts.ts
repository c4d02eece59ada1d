/** The object with these parts instead of its own; itself when it has just these already. */
export function withParts<T extends object>(value: T, parts: Partial<T>): T {
  let copy: T | undefined;
  for (const name in parts) {
    const part = parts[name];
    if (part === value[name]) continue;
    copy ??= { ...value };
    Reflect.set(copy, name, part);
  }
  return copy ?? value;
}

/** The list with each entry changed; itself when none is. */
export function mapAll<T>(list: T[], change: (entry: T) => T): T[] {
  let copy: T[] | undefined;
  for (const [place, entry] of list.entries()) {
    const changed = change(entry);
    if (changed === entry) continue;
    copy ??= [...list];
    copy[place] = changed;
  }
  return copy ?? list;
}
