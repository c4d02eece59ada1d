import { type Call, type Language, linesOf, number } from "./stack-language.js";

// Stacks of languages that the first grouping mechanism could not read: see former-stack.ts.

const RUST_PLACE = /^\s+at (\S+\.rs):(\d+)(?::(\d+))?$/;

export const rust: Language = {
  sign: RUST_PLACE,
  head: (line) => (/^thread '[^']*' panicked at /.test(line) ? { type: "panic" } : undefined),
  calls: (lines) =>
    withoutHook(
      lines.flatMap((line, place): Call[] => {
        const [, file, at, column] = RUST_PLACE.exec(line) ?? [];
        if (file === undefined) return [];
        const name = (lines[place - 1] ?? "").trim().replace(/^\d+: +(?:0x[0-9a-f]+ - )?/, "");
        return [{ file, function: name, platform: "rust", line: number(at), column: number(column) }];
      }),
    ),
};

/** Where the runtime calls the hook for panics: what lies further in is the hook that reports, not the crash. */
const RUST_HOOK_CALL = /(?:^|::)(?:rust_)?panic_with_hook$/;

const withoutHook = (calls: readonly Call[]): Call[] =>
  calls.slice(
    Math.max(
      0,
      calls.findIndex((call) => RUST_HOOK_CALL.test(call.function ?? "")),
    ),
  );

/** `#1      Cart.total (package:shop/cart.dart:12:5)`, or as the package stack_trace prints it. */
const DART_CALL = /^#\d+ +([^() ][^()]*) \(((?:package|dart|file|https?|org-dartlang-app):[^()\s]+)\)$/;
const DART_TERSE = /^((?:package:|dart:|file:)?[^\s()]+\.dart) (\d+)(?::(\d+))? +([^() ][^()]*)$/;
const DART_PLACE = /^(.*?)(?::(\d+))?(?::(\d+))?$/;

export const dart: Language = {
  sign: /^#\d+ +[^() ][^()]* \((?:package|dart|file|org-dartlang-app):|^(?:package|dart):\S+ \d+:\d+ /,
  head: () => undefined,
  calls: (lines) =>
    lines.flatMap((line): Call[] => {
      const [, whole, where = ""] = DART_CALL.exec(line) ?? [];
      const [, file = "", at, column, terse] =
        whole === undefined ? (DART_TERSE.exec(line) ?? []) : (DART_PLACE.exec(where) ?? []);
      const name = whole ?? terse;
      if (name === undefined) return [];
      return [{ file, function: name, platform: "dart", line: number(at), column: number(column) }];
    }),
};

const ELIXIR_CALL = /^\s*(?:\([\w.-]+(?: [\w.+-]+)?\) )?([^\s:]+\.(?:exs?|erl|h?eex|leex)):(\d+): (\S.*)$/;

export const elixir: Language = {
  // In which version each application was.
  isKept: true,
  sign: /^\s*(?:\([\w.-]+ [\w.+-]+\) )?[^\s:]+\.(?:exs?|erl|h?eex|leex):\d+: [\w:"-]/,
  head: (line) => {
    const [, type, message] = /^\*\* \(([A-Z][\w.]*)\) ?(.*)$/.exec(line) ?? [];
    return type === undefined ? undefined : { type, message };
  },
  calls: (lines) =>
    linesOf(lines, ELIXIR_CALL, ([, file = "", at, name = ""]) => ({
      file,
      function: name,
      module: moduleOf(name.replace(/^anonymous fn\/\d+ in /, "")),
      platform: "elixir",
      line: number(at),
    })),
};

/** `Shop.Cart` of `Shop.Cart.total/1`. */
const moduleOf = (name: string): string => /^(?:[\w:]+\.)*[\w:]+(?=\.[^.]*$)/.exec(name)?.[0] ?? "";
