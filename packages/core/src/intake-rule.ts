import * as z from "zod";
import type { Report } from "./report.js";
import { tagOf } from "./tag-of.js";
import { wildcard } from "./wildcard.js";

const PATTERN_CHARS_MAX = 200;
const TAGS_MAX = 8;
const PARTS_MAX = 8;
/** An issue, and those that are merged into it. */
const ISSUES_MAX = 51;

/** Plain text in which `*` stands for anything: see `wildcard.ts`. No expressions: they can be made to take for ever. */
const Pattern = z.string().min(1).max(PATTERN_CHARS_MAX);

/** What a report has to be like. All that is given has to be so. */
const Condition = z
  .strictObject({
    /** The class, message, file or function of any error of the chain, or of any of their frames. */
    type: Pattern.optional(),
    message: Pattern.optional(),
    file: Pattern.optional(),
    function: Pattern.optional(),
    level: Pattern.optional(),
    env: Pattern.optional(),
    release: Pattern.optional(),
    /** The issues it would be in, by any of their ids: what is discarded. */
    issue: z.array(z.string().startsWith("iss_").max(60)).min(1).max(ISSUES_MAX).optional(),
    tags: z
      .record(z.string().min(1).max(PATTERN_CHARS_MAX), Pattern)
      .refine((tags) => Object.keys(tags).length <= TAGS_MAX, `at most ${TAGS_MAX} tags`)
      .optional(),
  })
  .refine(
    (condition) => Object.values(condition).some((one) => one !== undefined),
    "say at least one of them",
  );
export type Condition = z.infer<typeof Condition>;

/** What is done with reports that are like that: they are dropped, or put into one issue. */
export const IntakeRule = z
  .strictObject({
    when: Condition,
    do: z.union(
      [
        z.literal("drop"),
        /** As the client itself may send it: `{{ default }}` stands for what we would compute. */
        z.strictObject({ fingerprint: z.array(Pattern).min(1).max(PARTS_MAX) }),
      ],
      `"drop", or {"fingerprint": ["…"]} with 1 to ${PARTS_MAX} texts`,
    ),
    note: z.string().max(500).optional(),
  })
  .refine(
    ({ when, do: does }) => when.issue === undefined || does === "drop",
    "an issue can be dropped; to put issues together, merge them",
  );
export type IntakeRule = z.infer<typeof IntakeRule>;

/**
 * The first rule that is about a report, as its source maps tell it; undefined when none is. Rules about issues come last: they
 * are asked when it is to be kept, and `issuesBy` says in which issues it may be, by the rule that decided so far.
 */
export function ruleFor(
  rules: readonly IntakeRule[],
  report: Report,
  issuesBy: (rule: IntakeRule | undefined) => readonly string[],
): IntakeRule | undefined {
  if (rules.length === 0) return undefined;
  const facts = factsOf(report);
  const { byReport, byIssue } = matchersOf(rules);
  const first = byReport.find(({ matches }) => matches(facts))?.rule;
  if (first?.do === "drop" || byIssue.length === 0) return first;
  const issues = issuesBy(first);
  const isAbout = ({ rule, matches }: Matcher): boolean =>
    rule.when.issue?.some((issue) => issues.includes(issue)) === true && matches(facts);
  return byIssue.find(isAbout)?.rule ?? first;
}

/** A condition in plain words: `type is ChunkLoadError, and tag browser is Safari*`. */
export function conditionText({ tags = {}, issue, ...others }: Condition): string {
  const named = [
    ["issue", issue?.join(" or ")] as const,
    ...Object.entries(others),
    ...Object.entries(tags).map(([name, value]) => [`tag ${name}`, value] as const),
  ];
  return named
    .filter(([, pattern]) => pattern !== undefined)
    .map(([name, pattern]) => `${name} is ${pattern}`)
    .join(", and ");
}

/** What rules look at, in lower case, made when it is first asked for. */
type Facts = (name: string) => readonly string[];

interface Matcher {
  readonly rule: IntakeRule;
  readonly matches: (facts: Facts) => boolean;
}

interface Matchers {
  readonly byReport: readonly Matcher[];
  readonly byIssue: readonly Matcher[];
}

const known = new WeakMap<readonly IntakeRule[], Matchers>();

function matchersOf(rules: readonly IntakeRule[]): Matchers {
  const made = known.get(rules) ?? newMatchers(rules.map(matcherOf));
  known.set(rules, made);
  return made;
}

const newMatchers = (all: readonly Matcher[]): Matchers => ({
  byReport: all.filter(({ rule }) => rule.when.issue === undefined),
  byIssue: all.filter(({ rule }) => rule.when.issue !== undefined),
});

function matcherOf(rule: IntakeRule): Matcher {
  const { tags = {}, issue, ...others } = rule.when;
  const named = [
    ...Object.entries(others),
    ...Object.entries(tags).map(([name, value]) => [`tag ${name}`, value]),
  ];
  const wanted = named.flatMap(([name = "", pattern]) =>
    pattern === undefined ? [] : [{ name, isIt: wildcard(pattern) }],
  );
  // One that names no tag in `tags`, and nothing else, was taken before, and is about no report.
  const isOfAny = issue !== undefined || wanted.length > 0;
  return { rule, matches: (facts) => isOfAny && wanted.every(({ name, isIt }) => facts(name).some(isIt)) };
}

function factsOf(report: Report): Facts {
  const made = new Map<string, readonly string[]>();
  return (name) => {
    const facts = made.get(name) ?? [...new Set(valuesOf(report, name))].map((value) => value.toLowerCase());
    made.set(name, facts);
    return facts;
  };
}

function valuesOf(report: Report, name: string): readonly string[] {
  const { exceptions, level, environment, release } = report;
  const frames = () => exceptions.flatMap((thrown) => thrown.frames);
  const present = (...values: readonly (string | undefined)[]) =>
    values.filter((value) => value !== undefined);
  if (name.startsWith("tag ")) return present(tagOf(report, name.slice("tag ".length)));
  switch (name as keyof Omit<Condition, "tags" | "issue">) {
    case "type":
      return [report.type, ...exceptions.map((thrown) => thrown.type)];
    case "message":
      return [report.message, ...exceptions.map((thrown) => thrown.message)];
    case "file":
      return present(...frames().flatMap(({ file, module }) => [file, module]));
    case "function":
      return present(...frames().map((frame) => frame.function));
    case "level":
      return [level];
    case "env":
      return present(environment);
    case "release":
      return present(release);
  }
}
