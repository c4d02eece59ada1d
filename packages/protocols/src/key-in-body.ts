/**
 * So much of a body is looked at for a key, before anything else is made of it. Clients that put their key into the body
 * put it first.
 */
export const KEY_PREFIX_BYTES = 64 * 1024;

const TEXT = /"(?:[^"\\]|\\.)*"/sy;
const VALUE = /\s*:\s*("(?:[^"\\]|\\.)*")/sy;

/** A text of the outermost object, by its name, in what JSON begins with; undefined when it does not stand there. */
export function outermostText(start: string, name: string): string | undefined {
  let depth = 0;
  let place = 0;
  while (place < start.length) {
    const sign = start[place];
    if (sign !== '"') {
      depth += stepOf(sign);
      place += 1;
      continue;
    }
    const found = at(TEXT, start, place)?.[0];
    if (found === undefined) return undefined;
    place += found.length;
    const value = depth === 1 && unquoted(found) === name ? at(VALUE, start, place)?.[1] : undefined;
    if (value !== undefined) return unquoted(value);
  }
  return undefined;
}

function stepOf(sign: string | undefined): number {
  if (sign === "{" || sign === "[") return 1;
  return sign === "}" || sign === "]" ? -1 : 0;
}

function at(pattern: RegExp, text: string, place: number): RegExpExecArray | null {
  pattern.lastIndex = place;
  return pattern.exec(text);
}

function unquoted(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted)) || undefined;
  } catch {
    // A text that is none; whoever parses the whole says so.
    return undefined;
  }
}
