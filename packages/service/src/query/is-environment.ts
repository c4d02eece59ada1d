import { comparable } from "./syntax/comparable.js";

/** Tells whether an event's environment is this one, as a search for it would: upper and lower case are the same. */
export function isEnvironment(asked: string): (name: string) => boolean {
  const meant = comparable(asked);
  return (name) => comparable(name) === meant;
}

/** How many events an issue has in an environment. */
export function countIn(counts: Readonly<Record<string, number>>, asked: string): number {
  const isIt = isEnvironment(asked);
  return Object.entries(counts).reduce((sum, [name, count]) => (isIt(name) ? sum + count : sum), 0);
}
