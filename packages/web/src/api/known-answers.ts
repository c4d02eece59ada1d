interface Known<Tag = string> {
  /** By which the service knows the answer; null when it gave none. */
  readonly tag: Tag;
  readonly text: string;
}

/** More than a page asks for again and again. */
const KEPT_MAX = 30;

const kept = new Map<string, Known>();

/** The last answer of an address, if it is one of those kept. */
export const knownAnswer = (path: string): Known | undefined => kept.get(path);

/** Keeps an answer, so that it need not be sent again while it stays what it is; of many, the latest ones. */
export function keepAnswer(path: string, { tag, text }: Known<string | null>): void {
  kept.delete(path);
  if (tag !== null) kept.set(path, { tag, text });
  for (const oldest of kept.keys()) if (kept.size > KEPT_MAX) kept.delete(oldest);
}
