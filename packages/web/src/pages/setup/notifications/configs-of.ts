/** The configs that somebody wrote, one or a list; undefined when it is neither. */
export function configsOf(text: string): readonly object[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const list: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
    const configs = list.filter(
      (one): one is object => typeof one === "object" && one !== null && !Array.isArray(one),
    );
    return configs.length === list.length ? configs : undefined;
  } catch {
    // Not written to its end yet.
    return undefined;
  }
}
