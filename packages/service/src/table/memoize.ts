/**
 * The same function, which gives back what it made of an object before. For pure readings of things that are never
 * changed, such as stored items: a table in memory hands out the very same item again and again.
 */
export function memoize<From extends object, To>(read: (from: From) => To): (from: From) => To {
  const known = new WeakMap<From, { readonly value: To }>();
  return (from) => {
    const before = known.get(from);
    if (before) return before.value;
    const value = read(from);
    known.set(from, { value });
    return value;
  };
}
