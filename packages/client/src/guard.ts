/** The same function, but what it throws goes to `onFault` and it gives back undefined. */
export function guard<A extends readonly unknown[], R>(
  work: (...args: A) => R,
  onFault: (error: unknown) => void,
): (...args: A) => R | undefined {
  return (...args) => {
    try {
      return work(...args);
    } catch (error) {
      // An application must never fail because of its error tracker.
      onFault(error);
      return undefined;
    }
  };
}
