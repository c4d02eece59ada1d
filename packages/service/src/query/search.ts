import type { Issue } from "@faultline/core/issue";

/**
 * Whether an issue matches what somebody typed: words looked for in title, message, culprit and id, and
 * `name:value` terms for `release`, `env`, `level`, `type` and tags. All of them have to match; quotes keep
 * spaces together; upper and lower case are the same.
 */
export function search(text: string): (issue: Issue) => boolean {
  const terms = (text.match(/(?:[^\s"]+:)?"[^"]*"|\S+/g) ?? []).map(term);
  return (issue) => terms.every((matches) => matches(issue));
}

function term(text: string): (issue: Issue) => boolean {
  const [, name, value] = /^([\w.-]+):(.+)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined && !value.startsWith("//"))
    return named(name, unquoted(value));
  const wanted = unquoted(text);
  return ({ title, message, culprit, id }) =>
    [title, message, culprit, id].some((place) => place.toLowerCase().includes(wanted));
}

function named(name: string, wanted: string): (issue: Issue) => boolean {
  return (issue) => {
    const values = new Map<string, string | undefined>([
      ...Object.entries(issue.tags),
      ["release", issue.release],
      ["env", issue.environment],
      ["environment", issue.environment],
      ["level", issue.level],
      ["type", issue.type],
    ]);
    return values.get(name)?.toLowerCase() === wanted;
  };
}

const unquoted = (text: string): string => text.replace(/^"|"$/g, "").toLowerCase();
