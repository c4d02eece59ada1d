import { parseSync, Visitor } from "oxc-parser";
import type { Source } from "./source.js";

interface Span {
  readonly start: number;
  readonly end: number;
}

interface Open {
  readonly lines: number;
  /** Lines of the functions inside it: each of them is judged by itself. */
  inner: number;
}

/** The functions of a file with more lines of their own than that, a line each: `file:line has n lines`. */
export function longFunctions({ path, text }: Source, linesMax: number): string[] {
  const found: string[] = [];
  const open: Open[] = [];
  const enter = ({ start, end }: Span): void => {
    open.push({ lines: text.slice(start, end).split("\n").length, inner: 0 });
  };
  const exit = ({ start }: Span): void => {
    const { lines = 0, inner = 0 } = open.pop() ?? {};
    const parent = open.at(-1);
    // One of a single line leaves its line to the function around it.
    if (parent) parent.inner += lines - 1;
    const own = lines - inner;
    if (own > linesMax) found.push(`${path}:${text.slice(0, start).split("\n").length} has ${own} lines`);
  };
  new Visitor({
    FunctionDeclaration: enter,
    "FunctionDeclaration:exit": exit,
    FunctionExpression: enter,
    "FunctionExpression:exit": exit,
    ArrowFunctionExpression: enter,
    "ArrowFunctionExpression:exit": exit,
  }).visit(parseSync(path, text).program);
  return found;
}
