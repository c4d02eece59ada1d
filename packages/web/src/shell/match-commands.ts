/**
 * Those whose label has every word of what was typed, wherever it stands; those that begin with the first word go
 * before the others.
 */
export function matchCommands<T extends { readonly label: string }>(
  commands: readonly T[],
  typed: string,
): readonly T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return commands;
  const found = commands.filter(({ label }) => words.every((word) => label.toLowerCase().includes(word)));
  const begins = ({ label }: T): boolean => label.toLowerCase().startsWith(first);
  return [...found.filter(begins), ...found.filter((command) => !begins(command))];
}
