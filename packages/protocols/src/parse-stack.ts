import { ownership } from "@faultline/core/grouping/ownership";
import { place } from "@faultline/core/grouping/v1/in-app";
import type { Frame, Thrown } from "@faultline/core/report";
import { type Call, type Language, languages } from "./stack-languages.js";

interface Known {
  /** What the wire says of the error; the text's first line counts where it says nothing. */
  readonly type: string | undefined;
  readonly message: string | undefined;
  readonly roots?: readonly string[] | undefined;
}

const CHARS_MAX = 200_000;
const LINES_MAX = 1_000;
const LINE_CHARS_MAX = 500;

/**
 * The errors a printed stack tells of, outermost first, their frames crash site first. Knows V8, Firefox and
 * Safari, Python, Java, .NET, Ruby, PHP and Go. Of any other text: one error without frames that keeps it.
 */
export function parseStack(stack: string, known: Known): Thrown[] {
  const lines = stack
    .slice(0, CHARS_MAX)
    .split(/\r?\n/, LINES_MAX)
    .map((line) => line.slice(0, LINE_CHARS_MAX));
  const language = languages.find(({ sign }) => lines.some((line) => sign.test(line)));
  const sections = language ? readSections(language, lines, known.roots) : [];
  const [first, ...causes] = sections;
  if (!first) return [{ ...named(known, headOf(lines[0])), frames: [], stack }];
  return [{ ...named(known, first), frames: first.frames }, ...causes.map(toThrown)];
}

interface Section {
  readonly type: string | undefined;
  readonly message: string | undefined;
  readonly frames: Frame[];
}

const toThrown = ({ type, message, frames }: Section): Thrown => ({
  type: type ?? "_",
  message: message ?? "",
  frames,
});

const named = (known: Known, { type, message }: Omit<Section, "frames">) => ({
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
  return language.isCauseFirst ? told.reverse() : told;
}

function readSection(language: Language, lines: readonly string[], roots: Known["roots"]): Section {
  const calls = language.calls(lines);
  const head = lines.map((line) => language.head(line)).find((found) => found !== undefined);
  const ordered = language.isCrashLast ? calls.reverse() : calls;
  return { type: head?.type, message: head?.message, frames: ordered.map((call) => toFrame(call, roots)) };
}

function toFrame(
  { file, function: name, module, line, column, code, isForeign, isMadeOf, platform }: Call,
  roots: Known["roots"],
): Frame {
  const placed = place(file, roots ?? []);
  const { isOfProject } = placed;
  const facts = { file: isMadeOf ? "" : placed.file, isOfProject, module, function: name, platform };
  return {
    file: placed.file,
    function: name,
    module,
    line,
    column,
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
