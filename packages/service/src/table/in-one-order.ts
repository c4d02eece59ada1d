/** Several walks as one: each in this order, and so all of them. `isBefore` compares the heads of two. */
export async function* inOneOrder<T>(
  walks: readonly AsyncGenerator<T>[],
  isBefore: (a: T, b: T) => boolean,
): AsyncGenerator<T> {
  const heads = await Promise.all(walks.map((walk) => walk.next()));
  for (;;) {
    const waiting = heads.flatMap((head, place) => (head.done ? [] : [{ row: head.value, place }]));
    const [first, ...others] = waiting;
    if (!first) return;
    const next = others.reduce((best, other) => (isBefore(other.row, best.row) ? other : best), first);
    yield next.row;
    const walk = walks[next.place];
    if (walk) heads[next.place] = await walk.next();
  }
}
