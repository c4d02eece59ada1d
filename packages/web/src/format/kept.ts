/** What `make` makes, made once for each of the names it is asked for: making a formatter takes longer than using it. */
export function kept<Made>(make: (...names: string[]) => Made): (...names: string[]) => Made {
  const made = new Map<string, Made>();
  return (...names) => {
    const name = names.join(" ");
    const known = made.get(name);
    if (known !== undefined) return known;
    const fresh = make(...names);
    made.set(name, fresh);
    return fresh;
  };
}
