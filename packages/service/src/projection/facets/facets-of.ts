import { culprit } from "@faultline/core/culprit";
import type { Accepted, Event } from "@faultline/core/event";
import type { Frame } from "@faultline/core/report";
import { title } from "@faultline/core/title";
import { SURROUNDINGS, surroundingOf } from "../../query/surroundings.js";
import { comparable } from "../../query/syntax/comparable.js";
import { searchKey, tagKey } from "../../query/syntax/keys.js";
import { phrasesOf } from "../../query/syntax/words.js";

/** One value that a search may find an event by: its key, and the value as it is compared. */
export type Facet = readonly [key: string, value: string];

/** What follows from its stacks alone, which most events of an issue have in common. */
export function stackFacets(event: Event): Facet[] {
  const facets = new Map<string, Facet>();
  const add = (facet: Facet): void => {
    facets.set(facet.join("\n"), facet);
  };
  for (const word of phrasesOf(culprit(event))) add(["culprit", word]);
  for (const { file, function: name } of framesOf(event)) {
    for (const value of namesOf(file)) add(["file", value]);
    for (const value of namesOf(name ?? "")) add(["function", value]);
    for (const word of [...phrasesOf(file), ...phrasesOf(name ?? "")]) add(["frames", word]);
  }
  return [...facets.values()];
}

/** Whatever tells whether two events have the same facets of this kind. */
export function stackMark(event: Event): string {
  let mark = culprit(event);
  for (const { file, function: name } of framesOf(event)) mark += `\n${file}\n${name}`;
  return mark;
}

/** The calls of the team's own code; others where there are none: a library's are in the stacks of most issues. */
function framesOf({ exceptions }: Event): readonly Frame[] {
  const frames = exceptions.flatMap((thrown) => thrown.frames);
  const own = frames.filter(({ inApp }) => inApp);
  return own.length > 0 ? own : frames;
}

/** A long path is found by its beginning, and by its end. */
function namesOf(name: string): string[] {
  const [head, tail] = [comparable(name), comparable(name.slice(-TAIL_CHARS))];
  if (head === "") return [];
  return head.endsWith(tail) ? [head] : [head, tail];
}

const TAIL_CHARS = 100;

/** Title and messages, by their words. */
export function textFacets(event: Event): Facet[] {
  const { type, message } = event.heading ?? event;
  const messages = new Set([message, event.message, ...event.exceptions.map((thrown) => thrown.message)]);
  return [
    ...phrasesOf(title(type, message)).map((word): Facet => ["title", word]),
    ...[...messages].flatMap(phrasesOf).map((word): Facet => ["message", word]),
  ];
}

/** Whatever tells whether two events have the same texts. */
export function textMark(event: Event): string {
  let mark = `${event.type}\n${event.message}\n${event.heading?.type ?? ""}\n${event.heading?.message ?? ""}`;
  for (const { message } of event.exceptions) mark += `\n${message}`;
  return mark;
}

/** What the event says of itself beside its texts. A tag that is called as one of these counts as both. */
export function attributeFacets({ event }: Accepted): Facet[] {
  const { level, release, environment, handled, transaction, serverName, user, contexts, tags = {} } = event;
  const facets: Facet[] = [];
  const add = (key: string, value: string | undefined): void => {
    const text = value === undefined ? "" : comparable(value);
    if (text !== "") facets.push([key, text]);
  };
  add("level", level);
  add("release", release);
  add("env", environment);
  add("handled", handled?.toString());
  add("transaction", transaction);
  add("server", serverName);
  add("type", event.type);
  add("type", event.heading?.type);
  for (const { type } of event.exceptions) add("type", type);
  for (const key of contexts ? SURROUNDINGS : []) {
    const told = surroundingOf(event, key);
    add(key, told?.name);
    add(key, told?.whole);
  }
  for (const who of user ? [user.id, user.email, user.name, user.ip] : []) add("user", who);
  for (const [name, value] of Object.entries(tags)) {
    add(tagKey(comparable(name)), value);
    const key = searchKey(name);
    if (key?.kind === "attribute") add(key.attribute, value);
  }
  return facets;
}
