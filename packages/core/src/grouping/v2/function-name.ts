import { remembering } from "../../remembering.js";

const CHARS_MAX = 500;

const UNKNOWN =
  /^(\?|async|<\w*>|\[\w+\]|anonymous|\(anonymous( function)?\)|\?anon_\w+|<?unknown( method)?>?|Unknown|\{main\}|require(_once)?|include(_once)?|__main__|top level|<main>|<top \(required\)>|eval)?$/;

/**
 * A function's own name, without class, package, arguments and what compilers add: `com.shop.Cart.add`, `(*Cart).add`,
 * `Cart#add`, `<add>d__12.MoveNext` and `add.func1` are `add`. Empty for one without a name. `module` is the class it lies in.
 */
export function functionName(name: string | undefined, file = "", module = ""): string {
  if (name === undefined) return "";
  const made = compiledInto(name, file, module);
  if (made !== undefined) return made;
  const isKotlin = /\.kts?$/.test(file);
  return named(`${isKotlin}\n${name}`, { name, isKotlin });
}

/** The class that a name begins with, all of it: `com.shop.Cart` of `com.shop.Cart.total`. Empty where it names none. */
export function qualifierOf(name = ""): string {
  const bare = before(name.slice(0, CHARS_MAX), "(");
  const objective = /^[-+]\[([\w$]{1,200})/.exec(bare)?.[1];
  if (objective !== undefined) return objective;
  const at = Math.max(bare.lastIndexOf("."), bare.lastIndexOf("::"));
  return at < 1 || /[\s/<>]/.test(bare) ? "" : bare.slice(0, at);
}

/** What a compiler made a class of has its own name in that of the class. */
function compiledInto(name: string, file: string, module: string): string | undefined {
  const owner = module === "" ? qualifierOf(name) : module.slice(-CHARS_MAX);
  // .NET makes a class of what awaits, and Clojure of each function.
  if (/(^|\.)MoveNext\b/.test(name)) return /<(\w{1,200})>d__?\d/.exec(owner)?.[1];
  // Kotlin of what suspends, Scala 2.11 and Groovy of functions without a name.
  if (/(^|\.)(invokeSuspend|invoke|apply|applyOrElse|doCall)$/.test(name)) {
    const outer = /(?:\$\$anonfun\$|[^$]\$_?)([a-z]\w{0,200}?)(?:\$\d{1,4}|_closure\d{1,4})/.exec(owner)?.[1];
    if (outer !== undefined) return outer;
  }
  const isClojure = /\.clj[cs]?$/.test(file) && /(^|\.)(invoke|invokeStatic|doInvoke|invokePrim)$/.test(name);
  if (!isClojure) return undefined;
  const own = /^[^$]*\$(?:eval\d{1,9}\$)?([^$]{1,200})/.exec(owner)?.[1];
  return own?.replace(/__\d{1,9}$|(?<=^eval)\d{1,9}$/, "");
}

const named = remembering(
  ({ name, isKotlin }: { readonly name: string; readonly isKotlin: boolean }): string => {
    const bare = STEPS.reduce((text, step) => step(text), name.slice(0, CHARS_MAX).trim());
    const last = isKotlin ? bare.replace(/-[\w-]{7}(\$\w{1,50})?$|-impl$/, "") : bare;
    return UNKNOWN.test(last) ? "" : last;
  },
);

/** The text up to there; all of it where that is not found, or at its beginning. */
const before = (text: string, mark: string): string => {
  const at = text.indexOf(mark, 1);
  return at < 0 ? text : text.slice(0, at);
};

const after = (text: string, ...marks: readonly string[]): string =>
  text.slice(
    Math.max(...marks.map((mark) => text.lastIndexOf(mark) + (text.includes(mark) ? mark.length : 1))),
  );

const replacing =
  (pattern: RegExp, by: string) =>
  (text: string): string =>
    text.replace(pattern, by);

/** What a pattern's group holds where it fits. */
const taking =
  (pattern: RegExp) =>
  (text: string): string =>
    pattern.exec(text)?.[1] ?? text;

// In this order.
const STEPS: readonly ((text: string) => string)[] = [
  // .NET's SDKs write types before it: `async Task<IActionResult> CartController.Pay(int id)`
  taking(
    /^(?:(?:[\w.?,[\]*&]|<[^()<>]{0,80}(?:<[^()<>]{0,80}>[^()<>]{0,80}){0,5}>){1,200} ){1,3}([\w.<>|$`+]{1,300})\(/,
  ),
  replacing(/^(async|new|bound|get|set|static|function) /, ""),
  (text) => before(text, " [as "),
  objectiveC,
  // Elixir, Swift, Ruby: `anonymous fn/1 in Shop.Cart.total/1`, `closure #1 in Cart.pay()`, `block (2 levels) in pay`
  replacing(
    /^(?:anonymous fn\/\d+|(?:implicit )?closure #\d+|block(?: \(\d+ levels\))?|rescue|ensure) in /,
    "",
  ),
  taking(/^-fun\.(\w{1,200})\/\d+-$/),
  // Erlang: functions without a name, of lists, inside of one: `-total/1-fun-0-`, `"-map/2-lists^map/1-0-"`
  taking(
    /^(?:[\w.:]{1,200}\.)?"?-([\w?!]{1,200})\/\d{1,3}-(?:inlined-\d+-|\d+-)?(?:fun|lc|lbc|lists|after)\b/,
  ),
  // Dart
  replacing(/(?:\.<(?:fn|anonymous closure)>){1,9}$/, ""),
  // Ruby's operators
  taking(/^[A-Z][\w:]{0,200}[#.]([^\w\s.:]{1,3})$/),
  rustPath,
  phpName,
  // .NET: functions in functions, state machines, lambdas
  taking(/<\w{1,200}>g__(\w{1,200})\|/),
  taking(/<(\w{1,200})>[bd]/),
  taking(/^<(\w{1,200})>\$$/),
  // JVM: lambdas, closures; Clojure's functions
  taking(/lambda\$(\w{1,200})\$\d+$/),
  taking(/\$anonfun\$(\w{1,200}?)\$\d/),
  replacing(/\b(fn|eval|reify)__?\d+/g, "$1"),
  // Ruby's templates: a hash and an address
  replacing(/_{2,4}-?\d{6,25}_\d{1,25}$/, ""),
  // Smarty's: when it was compiled, and a hash
  replacing(/^(content)_[\da-f]{13,14}_\d{6,10}$/, "$1"),
  goName,
  // Arguments, and how many there are
  (text) => before(text, "(").trimEnd(),
  replacing(/\/\d{1,3}$/, ""),
  // Firefox: a function without a name inside of another
  (text) => (text.endsWith("/<") ? "" : text),
  lastPart,
];

/** `-[CartController pay:]` */
function objectiveC(text: string): string {
  return /^[-+]\[.*\]$/.test(text) ? after(text.slice(0, -1), " ") : text;
}

/** Closures, hashes, types: `<shop::Cart as shop::Total>::total::{{closure}}::h0123456789abcdef` */
function rustPath(text: string): string {
  const bare = text
    .replace(/::h[0-9a-f]{16}$/, "")
    .replace(
      /::\{(?:\{(?:closure|impl|constant)[^{}]{0,80}\}|(?:closure|impl|constant|shim)[^{}]{0,80}#\d{1,9}|impl#\d{1,9})\}/g,
      "",
    );
  const plain = bare.endsWith(">") ? before(bare, "::<") : bare;
  return plain.startsWith("<") && plain.includes(">::") ? after(plain, ">::") : plain;
}

/** Classes without a name carry file and address, functions without one where they lie. */
function phpName(text: string): string {
  if (text.includes("@anonymous")) return after(text, "::", "->");
  return text.includes("{closure") ? "{closure}" : text;
}

/** `(*Cart).Total.func1`, `Total[...]` */
function goName(text: string): string {
  const bare = text
    .replace(/(?<=\w)\[(?:\.\.\.|go\.shape[^\]]{0,200})\](?=\.|$)/, "")
    .replace(/ in goroutine \d{1,19}$/, "")
    .replace(/-fm$/, "")
    .replace(/(?:\.(?:func|gowrap)\d{1,4}(?:\.\d{1,4}){0,9}){1,9}$/, "");
  const receiver = /\(\*?[\w.]{1,200}\)\.(?=\w)/.exec(bare);
  return receiver ? bare.slice(receiver.index + receiver[0].length) : bare;
}

/** Without whose it is. */
function lastPart(text: string): string {
  const bare = text.replace(/[.#\\/:]{1,2}$/, "");
  return after(bare, "::", "->", ".", "#", "\\", "/");
}
