import type { Standing, Tail } from "./keys.js";
import type { Query, Test } from "./query.js";

/** Values by key, as they are compared; of texts, their words and each two neighbours. See `facetsOf`. */
export type Facets = ReadonlyMap<string, ReadonlySet<string>>;

/** Whether what has these facets meets a test of values or texts. */
function meets(test: Extract<Test, { kind: "text" | "value" | "has" }>, facets: Facets): boolean {
  switch (test.kind) {
    case "has":
      return (facets.get(test.key)?.size ?? 0) > 0;
    case "value":
      return hasValue(facets.get(test.key) ?? NOTHING, test);
    case "text":
      return test.places.some((place) => hasPhrase(facets.get(place) ?? NOTHING, test));
  }
}

const NOTHING: ReadonlySet<string> = new Set();

type ValueTest = Extract<Test, { kind: "value" }>;

function hasValue(values: ReadonlySet<string>, test: ValueTest): boolean {
  if (!test.isPrefix && values.has(test.value)) return true;
  if (!test.isPrefix && !test.byTail) return false;
  for (const one of values) if (isMeant(one, test)) return true;
  return false;
}

/** Whether a value, as it is compared, is what a test asks for: as a whole, or its end. */
export function isMeant(one: string, { value, isPrefix, byTail }: ValueTest): boolean {
  const isIt = (text: string): boolean => (isPrefix ? text.startsWith(value) : text === value);
  return isIt(one) || (byTail !== undefined && tailsOf(one, byTail).some(isIt));
}

const BORDERS = { path: /[/\\.:#]+/g, version: /@/g } as const;

/** `b/c.ts` and `c.ts` of `a/b/c.ts`; `total` of `Cart.total`; `1.2.0` of `shop@1.2.0`. */
function tailsOf(name: string, by: Tail): string[] {
  return [...name.matchAll(BORDERS[by])].map(({ index, 0: border }) => name.slice(index + border.length));
}

/** Of a phrase each two neighbours stand beside each other somewhere. */
function hasPhrase(
  phrases: ReadonlySet<string>,
  { words, isPrefix }: Extract<Test, { kind: "text" }>,
): boolean {
  const parts = words.length === 1 ? words : words.slice(1).map((word, place) => `${words[place]} ${word}`);
  const last = parts.at(-1) ?? "";
  const whole = isPrefix ? parts.slice(0, -1) : parts;
  if (!whole.every((part) => phrases.has(part))) return false;
  if (!isPrefix) return true;
  for (const one of phrases)
    if (one.startsWith(last) && one.includes(" ") === last.includes(" ")) return true;
  return false;
}

/** Whether what has these facets, an issue or an event, meets all that is asked of them. What only issues have is not asked. */
export const matchesFacets = ({ terms }: Pick<Query, "terms">, facets: Facets): boolean =>
  terms.every(({ test, isNegated }) => isOfIssue(test) || meets(test, facets) !== isNegated);

/** Whether an issue meets what is asked of it as a whole. */
export const matchesStanding = ({ terms }: Pick<Query, "terms">, standing: Standing): boolean =>
  terms.every(({ test, isNegated }) => !isOfIssue(test) || holds(test, standing) !== isNegated);

type OfIssue = Extract<Test, { kind: "state" | "time" }>;

/** Whether a test is of what only issues have, and not of what their events say. */
export const isOfIssue = (test: Test): test is OfIssue => test.kind === "state" || test.kind === "time";

function holds(test: OfIssue, standing: Standing): boolean {
  if (test.kind === "state") return test.holds(standing);
  const at = standing.issue[test.by];
  return at >= test.range.from && at < test.range.to;
}
