/** Gives back a way to run work so that only so many pieces go on at once; the others wait in line. */
export function semaphore(atOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async (work) => {
    if (inside >= atOnce) await new Promise<void>((enter) => waiting.push(enter));
    else inside += 1;
    try {
      return await work();
    } finally {
      // Whoever is next takes over the place; only when nobody is does it become free.
      const enter = waiting.shift();
      if (enter) enter();
      else inside -= 1;
    }
  };
}
