import { gecko, scriptCalls, v8 } from "./script-stacks.js";
import { headBy, type Language } from "./stack-language.js";
import { dotnet, go, java, php, python, pythonCallsBy, ruby } from "./stack-languages.js";

// Stacks as they were read when the first grouping mechanism was the only one. Frozen with it: its values name issues
// that live on, see docs/decisions/0048-issues-outlive-their-mechanism.md.

const JAVA_CALL =
  /^\s*at (?:[\w.@-]+\/{1,2})?[\w.$]+(?:\.<\w+>)?\((?:[\w$-]+\.(?:java|kt|kts|scala|groovy|clj)|Native Method|Unknown Source)(?::\d+)?\)/;

const { aside: _, ...javaWithoutAside } = java;
const formerJava: Language = {
  ...javaWithoutAside,
  sign: JAVA_CALL,
  head: headBy(/^(?:Exception in thread "[^"]*" |Caused by: )?([a-z_][\w.$]*\.[A-Z][\w$]*)(?:: (.*))?$/),
  calls: (lines) => java.calls(lines.filter((line) => JAVA_CALL.test(line))),
};

const DOTNET_CALL =
  /^\s*at ([^(]+)\([^()]*(?:\([^()]*\)[^()]*)*\)(?: \[0x\w+\])?(?: in (.+?):(?:line )?(\d+))?\s*$/;
const formerDotnet: Language = {
  ...dotnet,
  sign: /^\s+at .+\) in .+:line \d+\s*$|^\s+--- End of (inner exception )?stack trace|^\s+at System\.\w+/,
  end: /^\s*--- End of inner exception stack trace ---/,
  head: headBy(/^(?:Unhandled exception\. |\s*---> )?([A-Z][\w`]*(?:\.[A-Z][\w`]*)*): ?(.*)$/),
  calls: (lines) => dotnet.calls(lines.filter((line) => DOTNET_CALL.test(line))),
};

const PYTHON_CALL = /^\s*File "(.+?)", line (\d+)(?:, in (.+))?$/;
const formerPython: Language = {
  ...python,
  sign: PYTHON_CALL,
  calls: (lines) => pythonCallsBy(PYTHON_CALL, lines),
};

const formerV8: Language = {
  ...v8,
  border: /^\s+\[cause\]: |^Caused by: /,
  calls: (lines) =>
    scriptCalls(
      lines.filter((line) => /^\s*at /.test(line)),
      /^async /,
    ),
};

const { border: __, ...formerRuby } = ruby;

export const formerLanguages: readonly Language[] = [
  formerJava,
  formerDotnet,
  formerPython,
  go,
  php,
  formerV8,
  formerRuby,
  gecko,
];
