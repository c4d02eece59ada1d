import { erlang, lua, ocaml, perl } from "./erlang-ocaml-perl-lua.js";
import { apple, native, swift } from "./native-stacks.js";
import { dart, elixir, rust } from "./rust-dart-elixir.js";
import { gecko, v8 } from "./script-stacks.js";
import { type Call, headBy, type Language, linesOf, number } from "./stack-language.js";

const FOREIGN_NAMES =
  /^(java|javax|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|org\.(apache|springframework|hibernate|junit|eclipse|gradle)|io\.netty|reactor|System|Microsoft)\./;

// The .NET Framework prints in the language of its Windows.
const AT = "(?:at|bei|à|en|in|em|w|в|在|場所|위치:)";
const LINE = "(?:line|Zeile|ligne|línea|riga|linha|wiersz|строка|行号|行|줄)";
const DOTNET_CALL = new RegExp(
  `^\\s*${AT} ([^(]+)\\([^()]*(?:\\([^()]*\\)[^()]*)*\\)(?: \\[0x\\w+\\])?(?: (?:in|dans|en|na|w|в|位置|場所|파일) (.+?):(?:${LINE} ?)?(\\d+)\\.?)?\\s*(?:<---)?\\s*$`,
);
const DOTNET_SIGN = new RegExp(
  `^\\s+${AT} .+\\) \\S{1,5} .+:${LINE} ?\\d+\\.?(?:<---)?\\s*$|^\\s+--- End of (inner exception )?stack trace|^\\s+at System\\.\\w+`,
);

export const dotnet: Language = {
  sign: DOTNET_SIGN,
  border: /^\s*---> /,
  end: /^\s*--- (?:End of|Ende der|Fin de|Fine|Fim) .*(?:inner|intern|interna|interne).* ---/,
  head: headBy(
    /^(?:Unhandled exception\. |\s*---> )?(?:\(Inner Exception #\d{1,4}\) )?([A-Z][\w`]*(?:\.[A-Z][\w`]*)*): ?(.*)$/,
  ),
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

export const java: Language = {
  sign: JAVA_CALL,
  border: /^Caused by: /,
  aside: /^\s+Suppressed: /,
  shared: /^\s*\.\.\. (\d{1,3}) (?:more|common frames omitted)/,
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
        platform: file.endsWith(".php") ? "php" : "java",
        function: lastOf(name),
        line: number(line),
        isForeign,
      };
    }),
};

const PYTHON_CALL = /^\s+File "(.+?)", line (\d+)(?:, in (.+))?$/;

export const python: Language = {
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
  return pythonCallsBy(PYTHON_CALL, lines.slice(0, after === -1 ? lines.length : after));
}

export const pythonCallsBy = (pattern: RegExp, lines: readonly string[]): Call[] =>
  lines.flatMap((line, place) => {
    const [, file, at, name] = pattern.exec(line) ?? [];
    if (file === undefined) return [];
    const next = lines[place + 1] ?? "";
    const code = /^\s{4}/.test(next) && !pattern.test(next) ? next.trim() : undefined;
    return [{ file, function: name, line: number(at), code }];
  });

const RUBY_CALL =
  /^\s*(?:from |\d+: from )?(\/?[^\s:][^:]*?):(\d+):in [`'](?:(?:block|rescue|ensure)[^']*? in )?(.+?)'/;

export const ruby: Language = {
  sign: RUBY_CALL,
  // A cause stands below what it caused, and begins as that does: `app/db.rb:9:in 'q': none left (KeyError)`
  border: /^[^\s:][^\s:]{0,300}:\d+:in [`'][^']{1,300}': .*\([A-Z][\w:]*\)$/,
  head: (line) => {
    const [, message, type] = /in [`'].+?': (.*?) \(([A-Z][\w:]*)\)$/.exec(line) ?? [];
    return type === undefined ? undefined : { type, message };
  },
  calls: (lines) =>
    linesOf(lines, RUBY_CALL, ([, file = "", line, name]) => ({ file, function: name, line: number(line) })),
};

const PHP_CALL = /^#\d+ (?:([^(]+)\((\d+)\)|\[internal function\]): ([^(]+)\(.*\)$/;
const PHP_SITE = / in (\/?\S+\.php):(\d+)$/;

export const php: Language = {
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

export const go: Language = {
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

const lastOf = (name: string): string => name.split(".").slice(-2).join(".");

/** In the order in which their signs are looked for: the most particular first. */
export const languages: readonly Language[] = [
  java,
  dotnet,
  python,
  go,
  dart,
  elixir,
  rust,
  php,
  erlang,
  ocaml,
  perl,
  lua,
  apple,
  swift,
  v8,
  ruby,
  native,
  gecko,
];
