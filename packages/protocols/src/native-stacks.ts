import { type Call, headBy, type Language, linesOf, number } from "./stack-language.js";

// Compiled code as backtraces of Apple's systems, of Swift, C and C++ print it: a binary, a symbol, perhaps a place.

/** `0   ShopApp     0x0000000104f2c3a0 $s7ShopApp4CartC5totalSiyKF + 124`; the symbol may stand behind an offset or a place. */
const APPLE_CALL = /^\d{1,4}\s{1,10}(\S.{0,120}?)\s{1,60}0x([0-9a-f]{6,16}) (\S.*)$/;
const APPLE_OFFSET = /^(?:0x[0-9a-f]+|(.+?)) \+ (\d+)(?: \((.+)\))?$/;
const APPLE_PLACED = /^(.+?)(?: \+ \d+)? \(([^\s()]+\.\w+):(\d+)\)$/;

/** `0 0x0000000100 [ra] App.Cart.total(_:) + 124 in App at /src/Sources/App/Cart.swift:12:7` */
const SWIFT_CALL =
  /^\s*\d{1,4}(?: \[\w+\])* (?:0x([0-9a-f]+) )?(?:\[\w+\] )*(\S.*?)(?: \+ \d+)? in (\S+)(?: at (.+?):(\d+)(?::(\d+))?)?$/;

export const apple: Language = {
  // A crash report has all threads, the binaries and the registers.
  isKept: true,
  sign: /^\d{1,4}\s{1,10}\S.{0,120}?\s{1,60}0x[0-9a-f]{6,16} \S.*(?: \+ \d+| \([^\s()]+:\d+\)|\))$/,
  head: headBy(/^(?:\*\*\* )?Terminating app due to uncaught exception '(\w+)', reason: '(.*?)'?$/),
  calls: (lines) =>
    linesOf(crashed(lines), APPLE_CALL, ([, binary = "", address = "", where = ""]) => ({
      ...symbolOf(where, binary),
      binary,
      address: `0x${address}`,
      platform: "swift",
    })),
};

/** Of a report with all threads, where an exception was thrown, else the thread that crashed. */
function crashed(lines: readonly string[]): readonly string[] {
  const thrown = lines.findIndex((line) => /^Last Exception Backtrace:/.test(line));
  const begin = thrown === -1 ? lines.findIndex((line) => CRASHED.test(line)) : thrown;
  if (begin === -1) return lines;
  const end = lines.findIndex((line, place) => place > begin && /^(Thread \d|Binary Images)/.test(line));
  return lines.slice(begin, end === -1 ? lines.length : end);
}

const CRASHED = /^Thread \d{1,6}\b.{0,200}\bcrashed:/i;

/** Without symbols stand the binary, or where that was loaded, and how far behind its begin. */
function symbolOf(where: string, binary: string): Call {
  const [, named, file = "", line] = APPLE_PLACED.exec(where) ?? [];
  if (named !== undefined) return { file, function: named, line: number(line) };
  const [, symbol, offset = "", behind] = APPLE_OFFSET.exec(where) ?? [];
  const name = behind?.replace(/ \+ \d+$/, "") ?? symbol;
  if (name !== undefined && name !== binary && name !== "<redacted>") return { file: "", function: name };
  return { file: "", offset: offset === "" ? undefined : `0x${Number(offset).toString(16)}` };
}

export const swift: Language = {
  sign: /^\s*\d{1,4}(?: \[\w+\])* 0x[0-9a-f]+ .* in \S+(?: at .+\.swift:\d+(?::\d+)?)?$/,
  head: () => undefined,
  calls: (lines) =>
    linesOf(crashed(lines), SWIFT_CALL, ([, address, symbol, binary, file = "", line, column]) => ({
      file,
      function: symbol,
      binary,
      address: address === undefined ? undefined : `0x${address}`,
      platform: "swift",
      line: number(line),
      column: number(column),
    })),
};

// Boost, libstdc++, gdb and cpptrace: ` 0# shop::total(int) at /src/cart.cc:12`, `#0 0x55d0 in shop::total(int) at cart.cc:12:7`
const NUMBERED =
  /^\s*(?:\d{1,4}#|#\d{1,4}) +(?:0x[0-9a-f]+ (?:in )?)?(\S.*?)(?: at (\S+?):(\d+)(?::(\d+))?| in (\/\S+|[A-Za-z]:\\\S+))$/;
// glibc: `/app/shop(_ZN4shop4Cart5totalEv+0x4c) [0x55d0c01a3b3c]`
const GLIBC = /^(\/?\S+?)\(([^()\s+]*)\+(0x[0-9a-f]+)\) ?\[(0x[0-9a-f]+)\]$/;
// Android: `#00 pc 00000000000a1b2c  /data/app/com.shop/lib/arm64/libshop.so (shop::total(int)+124) (BuildId: 8a…)`
const TOMBSTONE =
  /^\s*#\d{2,4} +pc +(?:0x)?([0-9a-f]{8,16}) +(\S+)(?: \((.+?)(?:\+\d+)?\))?(?: \(BuildId: \w+\))?$/;
// Visual C++: `0> C:\src\cart.cc(12): shop!shop::Cart::total+0x4C`
const VISUAL = /^\s*\d{1,4}> (?:(.+?)\((\d+)\): )?([\w.-]+)!(.+?)\+0x[0-9A-F]+$/;

export const native: Language = {
  sign: new RegExp([NUMBERED, GLIBC, TOMBSTONE, VISUAL].map(({ source }) => source).join("|")),
  head: () => undefined,
  calls: (lines) => lines.flatMap((line) => nativeCall(line) ?? []),
};

function nativeCall(line: string): Call | undefined {
  const [, symbol, file, at, column, within] = NUMBERED.exec(line) ?? [];
  if (symbol !== undefined)
    return compiled({ file, symbol, line: number(at), column: number(column), binary: within });
  const [, loaded, name, offset, address] = GLIBC.exec(line) ?? [];
  if (loaded !== undefined)
    return compiled({ symbol: name, binary: loaded, offset: name === "" ? offset : undefined, address });
  const [, place, binary, called] = TOMBSTONE.exec(line) ?? [];
  if (place !== undefined)
    return compiled({ symbol: called, binary, offset: called === undefined ? `0x${place}` : undefined });
  const [, source, where, image, own] = VISUAL.exec(line) ?? [];
  if (own === undefined) return undefined;
  return compiled({ file: source, symbol: own, line: number(where), binary: image });
}

interface Compiled {
  readonly file?: string | undefined;
  readonly symbol: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly binary?: string | undefined;
  readonly offset?: string | undefined;
  readonly address?: string | undefined;
}

const compiled = ({ file = "", symbol, ...others }: Compiled): Call => ({
  ...others,
  file,
  function: symbol || undefined,
  platform: "native",
});
