// What stands once in a request and is copied into each of its reports: without a bound, a small request of many reports
// would make gigabytes.

/** All copies together, in characters of JSON and in entries; where they would be more, each is made smaller. */
const ALL_MAX = { size: 8 * 1024 * 1024, entries: 100_000 };
/** What each may have, however many there are. */
const EACH_MIN = { size: 2 * 1024, entries: 50 };
const OMITTED = "[left out: too large for so many errors]";

type Part = Readonly<Record<string, unknown>>;

/**
 * The parts as so many reports may have a copy each: themselves where that is little in all. Otherwise each part has the
 * same share, small entries are kept before large ones, and in place of what does not fit it says so.
 */
export function boundedCopies<Name extends string>(
  parts: Readonly<Record<Name, Part | undefined>>,
  copies: number,
): Readonly<Record<Name, Part | undefined>> {
  if (copies <= 1) return parts;
  const size = Math.max(EACH_MIN.size, ALL_MAX.size / copies);
  const entries = Math.max(EACH_MIN.entries, ALL_MAX.entries / copies);
  const isLittle = sizeOf(parts) <= size && countOf(parts) <= entries;
  if (isLittle) return parts;
  const each = Object.keys(parts).length;
  const bounded: Record<Name, Part | undefined> = { ...parts };
  for (const name in bounded) bounded[name] = within(bounded[name], size / each, entries / each);
  return bounded;
}

const countOf = (parts: Readonly<Record<string, Part | undefined>>): number =>
  Object.values(parts).reduce((sum, part) => sum + Object.keys(part ?? {}).length, 0);

function within(part: Part | undefined, sizeMax: number, entriesMax: number): Part | undefined {
  if (part === undefined) return undefined;
  let left = sizeMax;
  const takes = (more: number): boolean => {
    if (more > left) return false;
    left -= more;
    return true;
  };
  const all = Object.entries(part).map(([name, value]) => ({
    name,
    value,
    size: sizeOf({ [name]: value }),
  }));
  const kept = all
    .sort((a, b) => a.size - b.size)
    .slice(0, entriesMax)
    .flatMap(({ name, value, size }) => {
      if (takes(size)) return [[name, value]];
      return takes(name.length + OMITTED.length) ? [[name, OMITTED]] : [];
    });
  return Object.fromEntries(kept);
}

const sizeOf = (value: object): number => JSON.stringify(value).length;
