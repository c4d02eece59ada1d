/** Where something stands in a text: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * How far is looked at what may turn out to be no secret. What is longer is taken for one, and so never looked at again:
 * together with the memory of `Reader`, this is what keeps the whole linear, whatever stands in the text.
 */
export const LOOK_MAX = 256;

/** A text read from left to right; questions about what comes later are remembered until they are passed. */
export class Reader {
  #found: Map<string, Span> | undefined;
  #runs: Map<RegExp, Span> | undefined;
  /** Up to where each finder has nothing more to say. */
  readonly passed: number[] = [];

  constructor(
    readonly text: string,
    /** A project's own names of secrets: in lower case, letters and digits alone. */
    readonly ownNames: ReadonlySet<string>,
  ) {}

  /** Where `what` comes next at or after `from`; the end of the text when it does not. */
  next(what: string, from: number): number {
    const known = this.#found?.get(what);
    if (known && known.start <= from && from <= known.end) return known.end;
    const at = this.text.indexOf(what, from);
    const end = at < 0 ? this.text.length : at;
    this.#found ??= new Map();
    this.#found.set(what, { start: from, end });
    return end;
  }

  /** Where the run of characters that holds `from` ends; `run` is sticky, one class repeated. */
  runEnd(run: RegExp, from: number): number {
    const known = this.#runs?.get(run);
    if (known && known.start <= from && from < known.end) return known.end;
    const end = endOf(run, this.text, from) ?? from;
    this.#runs ??= new Map();
    this.#runs.set(run, { start: from, end });
    return end;
  }
}

/** Where a sticky pattern's match at `at` ends; undefined when it does not match there. */
export function endOf(sticky: RegExp, text: string, at: number): number | undefined {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : undefined;
}

/** What a sticky pattern matches at `at`; undefined when it does not match there. */
export function matchAt(sticky: RegExp, text: string, at: number): string | undefined {
  const end = endOf(sticky, text, at);
  return end === undefined ? undefined : text.slice(at, end);
}

/** What stands before `at`, so many characters at the most. */
export const behind = (text: string, at: number, charsMax: number): string =>
  text.slice(Math.max(0, at - charsMax), at);

/** What stands from `start` on, as far as is looked. */
export const look = (text: string, { start, end }: Span): string =>
  text.slice(start, Math.min(end, start + LOOK_MAX));
