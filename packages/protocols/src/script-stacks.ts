import { parseStack as parseScriptStack, type StackFrameLite } from "error-stack-parser-es/lite";
import { type Call, headBy, type Language } from "./stack-language.js";

// Stacks of JavaScript, as V8, Firefox, Safari and Hermes print them.

const SCRIPT_HEAD = /^(?:Uncaught )?([A-Z][\w$]*)(?: \[\w+\])?(?:: (.*))?$/;

export const v8: Language = {
  sign: /^\s*at .*(?::\d+:\d+\)?|\(native\)|<anonymous>\)?)$/,
  border: /^\s+\[cause\]: |^[Cc]aused by: /,
  head: (line) => headBy(SCRIPT_HEAD)(line.replace(/^\s+\[cause\]: |^[Cc]aused by: /, "")),
  calls: (lines) => scriptCalls(lines.filter((line) => /^\s*at /.test(line))),
};

export const gecko: Language = {
  sign: /^[^@\s]*@(?:\S+:\d+:\d+|\[native code\])$/,
  head: headBy(SCRIPT_HEAD),
  calls: (lines) => scriptCalls(lines.filter((line) => /^[^@]*@\S+:\d+/.test(line))),
};

/** Hermes tells where in the bundle's bytecode a call is. */
const BEFORE_FILE = /^(?:async |address at )/;

export const scriptCalls = (lines: readonly string[], beforeFile = BEFORE_FILE): Call[] =>
  parseScriptStack(lines.join("\n")).map(({ file, function: name, line, col }: StackFrameLite) => ({
    file: (file ?? "").replace(beforeFile, ""),
    function: name?.replace(/^async /, ""),
    line,
    column: col,
  }));
