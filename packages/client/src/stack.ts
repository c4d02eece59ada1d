import type { Frame } from "./options.js";

const FRAMES_MAX = 50;
// `at load (app.js:1:2)`, `at async load (app.js:1:2)`, `at app.js:1:2`; Firefox and Safari: `load@app.js:1:2`.
const V8 = /^\s*at (?:async )?(?:(.+?) (?:\[as [^\]]*\] )?\()?(.+?)(?::(\d+))?(?::(\d+))?\)?$/;
const OTHERS = /^(.*?)@(.*?)(?::(\d+))?(?::(\d+))?$/;

/** The calls a stack tells of, crash site first; none for a text that is no stack. */
export function framesOf(stack: string, message: string): Frame[] {
  const isV8 = /^\s*at /m.test(stack);
  // A message of several lines may hold what looks like calls.
  const from = isV8 && message !== "" ? stack.indexOf(message) : -1;
  const lines = (from < 0 ? stack : stack.slice(from + message.length)).split("\n");
  return lines.flatMap((line) => toFrame((isV8 ? V8 : OTHERS).exec(line))).slice(0, FRAMES_MAX);
}

function toFrame(match: RegExpExecArray | null): Frame[] {
  if (!match) return [];
  const [, name, file = "", line, column] = match;
  const place = { line: numberOf(line), column: numberOf(column) };
  return [{ file: file.replace(/^file:\/\//, ""), function: name || undefined, ...place }];
}

const numberOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);
