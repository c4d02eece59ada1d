import { parseStack as parseScriptStack, type StackFrameLite } from "error-stack-parser-es/lite";

/** One call as a language prints it. */
export interface Call {
  readonly file: string;
  readonly function?: string | undefined;
  /** The class, namespace or package, with all it lies in. */
  readonly module?: string | undefined;
  /** True when no file was printed, and `file` says in what class the call lies. */
  readonly isMadeOf?: boolean | undefined;
  readonly platform?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly code?: string | undefined;
  /** True for what the name alone told to be a library's or the runtime's when the first grouping mechanism was made. */
  readonly isForeign?: boolean | undefined;
}

interface Head {
  readonly type: string;
  readonly message?: string | undefined;
}

/** How a language prints a stack. Patterns are judged line by line. */
export interface Language {
  /** What only this language's lines look like. */
  readonly sign: RegExp;
  /** The line that a further error of the chain begins with. */
  readonly border?: RegExp;
  /** The line from which on an error is told of that was thrown besides: no part of the chain. */
  readonly aside?: RegExp;
  /** The line after which the calls of the error around this one follow. */
  readonly end?: RegExp;
  /** True where causes are printed before what they caused. */
  readonly isCauseFirst?: boolean;
  /** True where the crash site is printed last. */
  readonly isCrashLast?: boolean;
  head(line: string): Head | undefined;
  calls(lines: readonly string[]): Call[];
}

const FOREIGN_NAMES =
  /^(java|javax|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|org\.(apache|springframework|hibernate|junit|eclipse|gradle)|io\.netty|reactor|System|Microsoft)\./;

/** A head by its pattern: the class, then perhaps the message. */
const headBy =
  (pattern: RegExp) =>
  (line: string): Head | undefined => {
    const match = pattern.exec(line);
    return match?.[1] === undefined ? undefined : { type: match[1], message: match[2] };
  };

const linesOf = (
  lines: readonly string[],
  pattern: RegExp,
  toCall: (match: RegExpExecArray) => Call,
): Call[] =>
  lines.flatMap((line) => {
    const match = pattern.exec(line);
    return match ? [toCall(match)] : [];
  });

const DOTNET_CALL =
  /^\s*at ([^(]+)\([^()]*(?:\([^()]*\)[^()]*)*\)(?: \[0x\w+\])?(?: in (.+?):(?:line )?(\d+))?\s*$/;

const dotnet: Language = {
  sign: /^\s+at .+\) in .+:line \d+\s*$|^\s+--- End of (inner exception )?stack trace|^\s+at System\.\w+/,
  border: /^\s*---> /,
  end: /^\s*--- End of inner exception stack trace ---/,
  head: headBy(/^(?:Unhandled exception\. |\s*---> )?([A-Z][\w`]*(?:\.[A-Z][\w`]*)*): ?(.*)$/),
  calls: (lines) =>
    linesOf(lines, DOTNET_CALL, ([, name = "", file, line]) => {
      const isForeign = FOREIGN_NAMES.test(name);
      const module = name.split(".").slice(0, -1).join(".");
      return {
        file: file ?? module,
        isMadeOf: file === undefined,
        module,
        platform: "csharp",
        function: lastOf(name),
        line: number(line),
        isForeign,
      };
    }),
};

const JAVA_CALL =
  /^\s*at (?:[\w.@-]+\/{1,2})?([\w.$-]+(?:\.<\w+>)?|\{main\})\(([\w$-]+\.(?:java|kt|kts|scala|groovy|cljc?|php)|Native Method|Unknown Source|SourceFile|PG|r8-map-id-\w+|<generated>)(?::(\d+))?\)/;

/** After these words stands a class, whatever it looks like: PHP's lie in no package, or in one with a capital. */
const JAVA_CAUSE = headBy(/^Caused by: ([\w.$\\]+)(?:: (.*))?$/);
const JAVA_HEAD = headBy(/^(?:Exception in thread "[^"]*" )?([a-z_][\w.$]*\.[A-Z][\w$]*)(?:: (.*))?$/);

const java: Language = {
  sign: JAVA_CALL,
  border: /^Caused by: /,
  aside: /^\s+Suppressed: /,
  head: (line) => JAVA_CAUSE(line) ?? JAVA_HEAD(line),
  calls: (lines) =>
    linesOf(lines, JAVA_CALL, ([, name = "", file = "", line]) => {
      const isForeign = FOREIGN_NAMES.test(name);
      const isMadeOf = / /.test(file);
      const module = name.slice(0, name.lastIndexOf("."));
      return {
        file: isMadeOf ? name : file,
        isMadeOf,
        module,
        platform: "java",
        function: lastOf(name),
        line: number(line),
        isForeign,
      };
    }),
};

const SCRIPT_HEAD = /^(?:Uncaught )?([A-Z][\w$]*)(?: \[\w+\])?(?:: (.*))?$/;

const v8: Language = {
  sign: /^\s*at .*(?::\d+:\d+\)?|\(native\)|<anonymous>\)?)$/,
  border: /^\s+\[cause\]: |^[Cc]aused by: /,
  head: (line) => headBy(SCRIPT_HEAD)(line.replace(/^\s+\[cause\]: |^[Cc]aused by: /, "")),
  calls: (lines) => scriptCalls(lines.filter((line) => /^\s*at /.test(line))),
};

const gecko: Language = {
  sign: /^[^@\s]*@(?:\S+:\d+:\d+|\[native code\])$/,
  head: headBy(SCRIPT_HEAD),
  calls: (lines) => scriptCalls(lines.filter((line) => /^[^@]*@\S+:\d+/.test(line))),
};

function scriptCalls(lines: readonly string[]): Call[] {
  return parseScriptStack(lines.join("\n")).map(({ file, function: name, line, col }: StackFrameLite) => ({
    // Hermes tells where in the bundle's bytecode a call is.
    file: (file ?? "").replace(/^(?:async |address at )/, ""),
    function: name?.replace(/^async /, ""),
    line,
    column: col,
  }));
}

const PYTHON_CALL = /^\s+File "(.+?)", line (\d+)(?:, in (.+))?$/;

const python: Language = {
  sign: PYTHON_CALL,
  border: /^(The above exception was the direct cause|During handling of the above exception)/,
  isCauseFirst: true,
  isCrashLast: true,
  head: headBy(/^([A-Za-z_][\w.]*)(?:: (.*))?$/),
  calls: pythonCalls,
};

/** The calls up to the error's own line, which stands at the margin: what follows it is its message. */
function pythonCalls(lines: readonly string[]): Call[] {
  const first = lines.findIndex((line) => PYTHON_CALL.test(line));
  const after = first === -1 ? -1 : lines.findIndex((line, place) => place > first && /^\S/.test(line));
  const own = lines.slice(0, after === -1 ? lines.length : after);
  return own.flatMap((line, place) => {
    const [, file, at, name] = PYTHON_CALL.exec(line) ?? [];
    if (file === undefined) return [];
    const next = own[place + 1] ?? "";
    const code = /^\s{4}/.test(next) && !PYTHON_CALL.test(next) ? next.trim() : undefined;
    return [{ file, function: name, line: number(at), code }];
  });
}

const RUBY_CALL =
  /^\s*(?:from |\d+: from )?(\/?[^\s:][^:]*?):(\d+):in [`'](?:(?:block|rescue|ensure)[^']*? in )?(.+?)'/;

const ruby: Language = {
  sign: RUBY_CALL,
  head: (line) => {
    const [, message, type] = /in [`'].+?': (.*?) \(([A-Z][\w:]*)\)$/.exec(line) ?? [];
    return type === undefined ? undefined : { type, message };
  },
  calls: (lines) =>
    linesOf(lines, RUBY_CALL, ([, file = "", line, name]) => ({ file, function: name, line: number(line) })),
};

const PHP_CALL = /^#\d+ (?:([^(]+)\((\d+)\)|\[internal function\]): ([^(]+)\(.*\)$/;
const PHP_SITE = / in (\/?\S+\.php):(\d+)$/;

const php: Language = {
  sign: /^#\d+ (?:[^(]+\(\d+\)|\[internal function\]): |^#\d+ \{main\}$/,
  border: /^Next /,
  isCauseFirst: true,
  head: (line) =>
    headBy(
      /^(?:PHP Fatal error: {1,2}Uncaught |Fatal error: Uncaught |Next )?([A-Z][\w\\]*): (.*?)(?: in \S+:\d+)?$/,
    )(line),
  calls: phpCalls,
};

/** PHP prints where a function was called from; which function that lies in stands a line further. */
function phpCalls(lines: readonly string[]): Call[] {
  const called = linesOf(lines, PHP_CALL, ([, file, line, name]) => ({
    file: file ?? "[internal function]",
    function: name,
    line: number(line),
  }));
  const [, file, line] = lines.map((entry) => PHP_SITE.exec(entry)).find((match) => match !== null) ?? [];
  const sites = file === undefined ? called : [{ file, line: number(line) }, ...called];
  if (file === undefined) return called;
  return sites.map((site, place) => ({ ...site, function: called[place]?.function ?? "{main}" }));
}

const GO_PLACE = /^\s+(\S+\.go):(\d+)(?: \+0x\w+)?$/;

const go: Language = {
  sign: GO_PLACE,
  // A panic's class is not printed.
  head: (line) => {
    const message = /^panic: (.*?)(?: \[recovered\])?$/.exec(line)?.[1];
    return message === undefined ? undefined : { type: "_", message };
  },
  calls: (lines) =>
    lines.flatMap((line, place) => {
      const [, file, at] = GO_PLACE.exec(line) ?? [];
      if (file === undefined) return [];
      const name = (lines[place - 1] ?? "").replace(/^created by /, "").replace(/\([^()]*\)$/, "");
      const isForeign = /^(runtime|net\/http|testing)\./.test(name) || /\/go\/src\//.test(file);
      const function_ = name.split("/").at(-1);
      return [{ file, function: function_, platform: "go", line: number(at), isForeign }];
    }),
};

const number = (digits: string | undefined): number | undefined => {
  const value = digits === undefined ? Number.NaN : Number(digits);
  return Number.isSafeInteger(value) ? value : undefined;
};

const lastOf = (name: string): string => name.split(".").slice(-2).join(".");

/** In the order in which their signs are looked for: the most particular first. */
export const languages: readonly Language[] = [java, dotnet, python, go, php, v8, ruby, gecko];
