import type { Issue } from "@faultline/core/issue";
import { comparable } from "./syntax/comparable.js";
import { tagKey } from "./syntax/keys.js";
import { type Facets, matchesIssue } from "./syntax/matches.js";
import { parseQuery } from "./syntax/parse.js";
import { phrasesOf } from "./syntax/words.js";

/** Whether an issue matches what somebody typed. Throws `BadQuery` for what has no meaning. */
export function search(text: string, now: number): (issue: Issue) => boolean {
  const query = parseQuery(text, now);
  return (issue) => issue.id === query.id || matchesIssue(query, { issue, now }, facetsOf(issue));
}

function facetsOf({ title, message, culprit, ...issue }: Issue): Facets {
  const texts = Object.entries({ title, message, culprit }).map(
    ([place, text]) => [place, new Set(phrasesOf(text))] as const,
  );
  const { release, environment: env, level, type, handled, tags } = issue;
  const ours = Object.entries({ release, env, level, type, handled }).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, new Set([comparable(String(value))])] as const],
  );
  const tagged = Object.entries(tags).map(
    ([name, value]) => [tagKey(name), new Set([comparable(value)])] as const,
  );
  return new Map([...texts, ...ours, ...tagged]);
}
