/** One call as a language prints it. */
export interface Call {
  readonly file: string;
  readonly function?: string | undefined;
  /** The class, namespace or package, with all it lies in. */
  readonly module?: string | undefined;
  /** True when no file was printed, and `file` says in what class the call lies. */
  readonly isMadeOf?: boolean | undefined;
  readonly platform?: string | undefined;
  /** The binary that compiled code lies in, where in the memory, and where in the binary. */
  readonly binary?: string | undefined;
  readonly address?: string | undefined;
  readonly offset?: string | undefined;
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
  /** The line that stands for so many calls which an error shares with the one around it. */
  readonly shared?: RegExp;
  /** True where causes are printed before what they caused. */
  readonly isCauseFirst?: boolean;
  /** True where the text says more than its calls do: it is kept beside them. */
  readonly isKept?: boolean;
  /** True where the crash site is printed last. */
  readonly isCrashLast?: boolean;
  head(line: string): Head | undefined;
  calls(lines: readonly string[]): Call[];
}

/** A head by its pattern: the class, then perhaps the message. */
export const headBy =
  (pattern: RegExp) =>
  (line: string): Head | undefined => {
    const match = pattern.exec(line);
    return match?.[1] === undefined ? undefined : { type: match[1], message: match[2] };
  };

export const linesOf = (
  lines: readonly string[],
  pattern: RegExp,
  toCall: (match: RegExpExecArray) => Call,
): Call[] =>
  lines.flatMap((line) => {
    const match = pattern.exec(line);
    return match ? [toCall(match)] : [];
  });

/** A line number; undefined for what is none. */
export const number = (digits: string | undefined): number | undefined => {
  const value = digits === undefined ? Number.NaN : Number(digits);
  return Number.isSafeInteger(value) ? value : undefined;
};
