/** Runs the work when it is its turn. Once the signal is given, what has not begun is not begun, and its reason is thrown. */
type TakeTurn = <T>(who: string, work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/**
 * Gives back a way to run work so that only so many pieces go on at once. The others wait in lines, one for each `who`,
 * that are served in turn: whoever asks for much waits behind his own.
 */
export function turns(atOnce: number): TakeTurn {
  const lines = new Map<string, (() => void)[]>();
  let inside = 0;

  const wait = (who: string, signal: AbortSignal | undefined): Promise<void> =>
    new Promise((enter, reject) => {
      const line = lines.get(who) ?? [];
      lines.set(who, line);
      const begin = (): void => {
        signal?.removeEventListener("abort", leave);
        enter();
      };
      const leave = (): void => {
        line.splice(line.indexOf(begin), 1);
        if (line.length === 0) lines.delete(who);
        reject(signal?.reason);
      };
      line.push(begin);
      signal?.addEventListener("abort", leave, { once: true });
    });

  const next = (): (() => void) | undefined => {
    const [first] = lines;
    if (!first) return undefined;
    const [who, line] = first;
    const begin = line.shift();
    lines.delete(who);
    if (line.length > 0) lines.set(who, line);
    return begin;
  };

  return async (who, work, signal) => {
    signal?.throwIfAborted();
    if (inside >= atOnce) await wait(who, signal);
    else inside += 1;
    try {
      return await work();
    } finally {
      // Whoever is next takes over the place; only when nobody is does it become free.
      const begin = next();
      if (begin) begin();
      else inside -= 1;
    }
  };
}
