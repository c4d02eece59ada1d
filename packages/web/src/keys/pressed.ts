/** What of a keyboard event matters here. */
interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** A key press as commands name it: `r`, `?`, `ArrowDown`, `mod+k`; undefined for combinations no command may have. */
export function pressed({ key, ctrlKey, metaKey, altKey }: KeyPress): string | undefined {
  if (altKey || key === "Dead" || key === "Process") return undefined;
  const isModified = ctrlKey || metaKey;
  const name = key.length === 1 ? key.toLowerCase() : key;
  return isModified ? `mod+${name}` : name;
}

/** True for what dictation software may type by accident: a character without a modifier. */
export const isSingleKey = (typed: string): boolean => [...typed].length === 1;

/** So long may pass between the two keys of `g p`. */
const SEQUENCE_MILLISECONDS = 1500;

export interface Typed {
  readonly key: string;
  readonly at: number;
}

/** Every name the key just pressed may have: alone, and as the second of a sequence, which goes first. */
export function namesOf(before: Typed | undefined, now: Typed): readonly string[] {
  const follows = before && isSingleKey(before.key) && now.at - before.at <= SEQUENCE_MILLISECONDS;
  return follows ? [`${before.key} ${now.key}`, now.key] : [now.key];
}
