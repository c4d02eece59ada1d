import * as z from "zod";
import type { Report } from "./report.js";
import { tagOf } from "./tag-of.js";
import { wildcard } from "./wildcard.js";

const PATTERN_CHARS_MAX = 200;
const PATTERNS_MAX = 20;
const TAGS_MAX = 8;

/** Plain text in which `*` stands for anything: see `wildcard.ts`. */
const Pattern = z.string().min(1).max(PATTERN_CHARS_MAX);
const Patterns = z.array(Pattern).min(1).max(PATTERNS_MAX);

/** Each event keeps them for each destination. */
const Environments = Patterns.refine(
  (patterns) => patterns.join("").length <= PATTERN_CHARS_MAX,
  `${PATTERN_CHARS_MAX} characters in all: use * for what they share`,
);

/** Of which events a destination is told. All that is given has to be so; of a list, one of its patterns. */
export const NotifyWhen = z
  .strictObject(
    {
      environment: Environments.optional(),
      level: Patterns.optional(),
      tags: z
        .record(
          z.string().min(1).max(PATTERN_CHARS_MAX),
          z.union([Pattern, Patterns], `a text of ${PATTERN_CHARS_MAX} characters, or a list of such`),
        )
        .refine((tags) => Object.keys(tags).length <= TAGS_MAX, `at most ${TAGS_MAX} tags`)
        .optional(),
    },
    "an object of environment, level and tags",
  )
  .refine(
    ({ environment, level, tags = {} }) => Boolean(environment ?? level) || Object.keys(tags).length > 0,
    "say at least one of environment, level and tags",
  );
export type NotifyWhen = z.infer<typeof NotifyWhen>;

/** What of an event is looked at. */
type Facts = Pick<Report, "environment" | "level" | "tags">;

/** One thing that an event has to be like, and what it may be. */
interface Part {
  readonly name: string;
  readonly patterns: readonly string[];
  readonly valueOf: (event: Facts) => string | undefined;
}

const partsOf = ({ environment = [], level = [], tags = {} }: NotifyWhen): readonly Part[] =>
  [
    { name: "environment", patterns: environment, valueOf: (event: Facts) => event.environment },
    { name: "level", patterns: level, valueOf: (event: Facts) => event.level },
    ...Object.entries(tags).map(([name, patterns]) => ({
      name: `tag ${name}`,
      patterns: [patterns].flat(),
      valueOf: (event: Facts) => tagOf(event, name),
    })),
  ].filter(({ patterns }) => patterns.length > 0);

/** Tells of an event the first part that it is not like. */
type Matcher = (event: Facts) => Part | undefined;
const known = new WeakMap<NotifyWhen, Matcher>();

function matcherOf(when: NotifyWhen): Matcher {
  const made = known.get(when) ?? newMatcher(when);
  known.set(when, made);
  return made;
}

function newMatcher(when: NotifyWhen): Matcher {
  const parts = partsOf(when).map((part) => ({ part, isOne: oneOf(part.patterns) }));
  return (event) =>
    parts.find(({ part, isOne }) => {
      const value = part.valueOf(event);
      return value === undefined || !isOne(value);
    })?.part;
}

/** Tells texts that one of these patterns describes. */
export function oneOf(patterns: readonly string[]): (text: string) => boolean {
  const all = patterns.map((pattern) => wildcard(pattern));
  return (text) => {
    const lowerCase = text.toLowerCase();
    return all.some((isIt) => isIt(lowerCase));
  };
}

/** Whether a destination is told of such an event: of any, where nothing is said. */
export const isToldOf = (when: NotifyWhen | undefined, event: Facts): boolean =>
  when === undefined || matcherOf(when)(event) === undefined;

/** Why a destination is not told of such an event, such as `only of environment production`; undefined when it is. */
export function whyNotTold(when: NotifyWhen | undefined, event: Facts): string | undefined {
  const part = when && matcherOf(when)(event);
  return part && `only of ${part.name} ${part.patterns.join(", ")}`;
}
