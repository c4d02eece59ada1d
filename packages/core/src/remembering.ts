const ENTRIES_MAX = 5_000;
const KEY_CHARS_MAX = 1_000;

/**
 * The function, with what it gave back kept by the key: stacks repeat the same few calls. Bounded: when it is full it
 * begins anew, and what has a very long key is worked out each time.
 */
export function remembering<I, O>(
  work: (input: I) => O,
  entriesMax = ENTRIES_MAX,
): (key: string, input: I) => O {
  const known = new Map<string, O>();
  return (key, input) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = work(input);
    if (key.length > KEY_CHARS_MAX) return made;
    if (known.size >= entriesMax) known.clear();
    known.set(key, made);
    return made;
  };
}
