import { type Call, headBy, type Language, linesOf, number } from "./stack-language.js";

// Stacks of languages whose errors come by OpenTelemetry or Rollbar as text alone.

const ATOM = "[a-z][\\w@]*|'[^']{1,200}'";
/** `     in call from shop_cart:total/1 (src/shop_cart.erl, line 12)`, as the shell and `erl_error` print it. */
const ERLANG_CALL = new RegExp(
  `^\\s+in (?:function|call from) +(${ATOM}):(${ATOM})/\\d{1,3}(?: \\(([^\\s()]+?)(?:, line |:)(\\d+)\\))?$`,
);
/** The crash site stands in the first line when no clause fits: `no function clause matching shop_cart:total([])`. */
const ERLANG_CLAUSE = new RegExp(
  `^(?:\\*\\* )?exception \\w+: no function clause matching (${ATOM}):(${ATOM})\\(.*?(?: \\(([^\\s()]+?)(?:, line |:)(\\d+)\\))?$`,
);
/** `{shop_cart,total,1,[{file,"src/shop_cart.erl"},{line,12}]}`, the term itself, of which the end may be cut off. */
const ERLANG_TERM = new RegExp(
  `\\{(${ATOM}),\\s*(${ATOM}),\\s*(?:\\d{1,3}|\\[[^[\\]]{0,200}\\])[,}](?:\\s*\\[\\{file,\\s*"([^"]{1,300})"\\},\\s*\\{line,\\s*(\\d+)\\})?`,
  "g",
);

export const erlang: Language = {
  // What was called with which arguments.
  isKept: true,
  sign: new RegExp(`${ERLANG_CALL.source}|^\\[\\{(?:${ATOM}),\\s*(?:${ATOM}),\\s*[\\d[]`),
  // Clients tell what was raised beside it.
  head: () => undefined,
  calls: (lines) => {
    const printed = lines.flatMap((line) => {
      const match = ERLANG_CALL.exec(line) ?? ERLANG_CLAUSE.exec(line);
      return match ? [erlangCall(match)] : [];
    });
    return printed.length > 0 ? printed : [...lines.join(" ").matchAll(ERLANG_TERM)].map(erlangCall);
  },
};

function erlangCall([, module = "", name = "", file, line]: RegExpMatchArray): Call {
  const [within, called] = [module, name].map((atom) => atom.replace(/^'|'$/g, ""));
  return {
    file: file ?? within ?? "",
    isMadeOf: file === undefined,
    module: within,
    function: called,
    platform: "erlang",
    line: number(line),
  };
}

const OCAML_CALL =
  /^\s*(?:Raised at|Re-raised at|Raised by primitive operation at|Called from) (?:(\S+) in )?file "([^"]+)"(?: \(inlined\))?, lines? (\d+)(?:-\d+)?(?:, characters? (\d+))?/;

export const ocaml: Language = {
  sign: OCAML_CALL,
  head: headBy(/^Fatal error: exception ([A-Z][\w.]*)(?:[:(] ?(.*?)\)?)?$/),
  calls: (lines) =>
    linesOf(lines, OCAML_CALL, ([, name, file = "", line, column]) => ({
      file,
      function: name,
      module: name?.split(".", 1)[0],
      platform: "ocaml",
      line: number(line),
      column: number(column),
    })),
};

const PERL_CALL = /^\s*([^\s(][^(]*?)(?:\(.*\))? called at (\S+) line (\d+)\.?$/;
const PERL_SITE = /(?:^| )at (\S+) line (\d+)\.?$/;

export const perl: Language = {
  sign: PERL_CALL,
  head: headBy(/^(?!\s)([A-Z]\w*(?:::\w+)+): (.*) at \S+ line \d+\.?$/),
  calls: perlCalls,
};

/** Perl prints where a function was called from; which function that lies in stands a line further. */
function perlCalls(lines: readonly string[]): Call[] {
  const called = linesOf(lines, PERL_CALL, ([, name, file = "", line]) => ({
    file,
    function: name,
    platform: "perl",
    line: number(line),
  }));
  const [, file, line] =
    lines
      .filter((entry) => !PERL_CALL.test(entry))
      .map((entry) => PERL_SITE.exec(entry))
      .find((match) => match !== null) ?? [];
  const first: Call[] = file === undefined ? [] : [{ file, platform: "perl", line: number(line) }];
  const sites = [...first, ...called];
  const names = first.length > 0 ? called : called.slice(1);
  return sites.map((site, place) => ({ ...site, function: names[place]?.function }));
}

const LUA_CALL =
  /^\s+(\S.*?):(?:(\d+):)? in (?:(?:function|local|method|field|upvalue|global)? ?['`<]([^'>]+)['>]|(main chunk|function \?))/;

export const lua: Language = {
  sign: /^\s*stack traceback:$|^\s+\S+\.lua:\d+: in /,
  head: () => undefined,
  calls: (lines) =>
    linesOf(lines, LUA_CALL, ([, file = "", line, name = ""]) => ({
      file,
      // One without a name is told by where it begins.
      function: /:\d+$/.test(name) ? undefined : name,
      platform: "lua",
      line: number(line),
    })),
};
