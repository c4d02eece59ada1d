import { ownership } from "@faultline/core/grouping/ownership";
import { place } from "@faultline/core/grouping/v1/in-app";
import type { Frame, Thrown } from "@faultline/core/report";
import { gecko, v8 } from "./script-stacks.js";
import type { Call, Language } from "./stack-language.js";
import { groupsOf, withoutFurtherLines } from "./stack-text.js";

interface Known {
  /** What the wire says of the error; the text's first line counts where it says nothing. */
  readonly type: string | undefined;
  readonly message: string | undefined;
  readonly roots?: readonly string[] | undefined;
}

const CHARS_MAX = 200_000;
const LINES_MAX = 1_000;
const LINE_CHARS_MAX = 500;

let languages: readonly Language[] = [v8, gecko];
let formerLanguages: readonly Language[] = [];

/** Awaited by whoever takes stacks of other languages as text. Without it those of JavaScript alone are read. */
export async function loadLanguages(): Promise<void> {
  ({ languages } = await import("./stack-languages.js"));
  ({ formerLanguages } = await import("./former-languages.js"));
}

/**
 * The errors a printed stack tells of, outermost first, their frames crash site first. Knows V8, Firefox and
 * Safari, Python, Java, .NET, Ruby, PHP, Go, Rust, Dart, Elixir, Erlang, OCaml, Perl, Lua and compiled code. Of any other text: one error without frames that keeps it.
 */
export function parseStack(stack: string, known: Known): Thrown[] {
  const groups = groupsOf(linesIn(withoutFurtherLines(stack.slice(0, CHARS_MAX), known.message)));
  const language = languageOf(languages, groups);
  const sections = language ? groups.flatMap((group) => readSections(language, group, known.roots)) : [];
  const chain = thrownOf(sections, stack, known);
  return language?.isKept
    ? chain.map((thrown, place) => (place === 0 ? { ...thrown, stack } : thrown))
    : chain;
}

/** The outermost of them as it was read when the first grouping mechanism was the only one. */
export function formerStack(stack: string, known: Known): Thrown | undefined {
  const lines = linesIn(stack);
  const language = languageOf(formerLanguages, [lines]);
  return thrownOf(language ? readSections(language, lines, known.roots) : [], stack, known)[0];
}

const linesIn = (stack: string): string[] =>
  stack
    .slice(0, CHARS_MAX)
    .split(/\r?\n/, LINES_MAX)
    .map((line) => line.slice(0, LINE_CHARS_MAX));

const languageOf = (
  known: readonly Language[],
  groups: readonly (readonly string[])[],
): Language | undefined =>
  known.find(({ sign }) => groups.some((group) => group.some((line) => sign.test(line))));

function thrownOf(sections: readonly Section[], stack: string, known: Known): Thrown[] {
  const [first, ...causes] = sections;
  if (!first)
    return [{ ...named(known, headOf(linesIn(stack.slice(0, LINE_CHARS_MAX))[0])), frames: [], stack }];
  return [{ ...toThrown(first), ...named(known, first) }, ...causes.map(toThrown)];
}

interface Section {
  readonly type: string | undefined;
  readonly message: string | undefined;
  readonly frames: Frame[];
  readonly suppressed: string | undefined;
  /** How many calls of the error around it follow its own. */
  readonly shared: number;
}

const toThrown = ({ type, message, frames, suppressed }: Section): Thrown => ({
  type: type ?? "_",
  message: message ?? "",
  frames,
  suppressed,
});

const named = (known: Known, { type, message }: Pick<Section, "type" | "message">) => ({
  type: known.type ?? type ?? "_",
  message: known.message ?? message ?? "",
});

/** One section for each error of a chain, in whatever order the language prints them, given back outermost first. */
function readSections(language: Language, lines: readonly string[], roots: Known["roots"]): Section[] {
  const parts: string[][] = [[]];
  let open = 0;
  for (const line of lines) {
    if (language.border?.test(line)) open = parts.push([]) - 1;
    if (language.end?.test(line)) open = Math.max(0, open - 1);
    else parts[open]?.push(line);
  }
  const sections = parts.map((part) => readSection(language, part, roots));
  const told = sections.filter(({ type, frames }) => type !== undefined || frames.length > 0);
  return withShared(language.isCauseFirst ? told.reverse() : told);
}

/** So many errors of a chain are kept at the most, and so many calls of one. */
const [CHAIN_MAX, CALLS_MAX] = [10, 100];

/** Each error with the calls that were not printed again, since it shares them with the one around it. */
function withShared(sections: readonly Section[]): Section[] {
  const whole: Section[] = [];
  for (const section of sections) {
    const around = whole.at(-1)?.frames ?? [];
    const shared = whole.length < CHAIN_MAX ? Math.min(section.shared, CALLS_MAX, around.length) : 0;
    const frames = shared === 0 ? section.frames : [...section.frames, ...around.slice(-shared)];
    whole.push({ ...section, frames });
  }
  return whole;
}

function readSection(language: Language, lines: readonly string[], roots: Known["roots"]): Section {
  const aside = language.aside ? lines.findIndex((line) => language.aside?.test(line)) : -1;
  const own = aside === -1 ? lines : lines.slice(0, aside);
  const calls = language.calls(own);
  const head = own.map((line) => language.head(line)).find((found) => found !== undefined);
  const shared = own.map((line) => language.shared?.exec(line)?.[1]).find((count) => count !== undefined);
  const ordered = language.isCrashLast ? calls.reverse() : calls;
  return {
    type: head?.type,
    message: head?.message,
    frames: ordered.map((call) => toFrame(call, roots)),
    suppressed: aside === -1 ? undefined : lines.slice(aside).join("\n"),
    shared: Number(shared ?? 0),
  };
}

function toFrame(
  { file, function: name, module, line, column, code, isForeign, isMadeOf, platform, ...compiled }: Call,
  roots: Known["roots"],
): Frame {
  const placed = place(file, roots ?? []);
  const { isOfProject } = placed;
  const { binary, address, offset } = compiled;
  const told = isMadeOf ? "" : placed.file;
  const facts = { file: told, isOfProject, module, function: name, platform, binary };
  return {
    file: placed.file,
    function: name,
    module,
    line,
    column,
    package: binary,
    address,
    offset,
    ...ownership(facts, placed.inApp && !isForeign),
    code: line !== undefined && code !== undefined ? { [line]: code } : undefined,
  };
}

/** `shop.StockError: none left` as class and message. */
function headOf(line: string | undefined): { type: string | undefined; message: string | undefined } {
  const match =
    /^(?:Uncaught |Exception in thread "[^"]*" |Caused by: |Unhandled exception\. )?([\w$.\\:]*[\w$])(?:: (.*))?$/.exec(
      line?.trim() ?? "",
    );
  if (!match) return { type: undefined, message: undefined };
  return { type: match[1], message: match[2] };
}
