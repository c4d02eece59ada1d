import { parseSync, Visitor } from "oxc-parser";
import type { Source } from "./source.js";

/** A regular expression as it stands in a file. */
export interface Pattern {
  /** `file:line`. */
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

/** The regular expressions that a file writes as literals. */
export function patternsOf({ path, text }: Source): Pattern[] {
  const found: Pattern[] = [];
  new Visitor({
    Literal(node) {
      if (!("regex" in node) || !node.regex) return;
      const place = `${path}:${text.slice(0, node.start).split("\n").length}`;
      found.push({ place, source: node.regex.pattern, flags: node.regex.flags });
    },
  }).visit(parseSync(path, text).program);
  return found;
}

/**
 * What a pattern may take for the beginning of a match again and again: its signs, the words that stand in it, and each
 * word with each sign behind it.
 */
export function pumpsOf({ source }: Pattern): string[] {
  const plain = source.replace(/\\[dDwWsSbBpP](?:\{\w+\})?/g, "\ufffd").replace(/\\(.)/g, "$1");
  const words = [...new Set(plain.match(/[\w:/.@"-]{2,}/g) ?? [])].slice(0, 4);
  const signs = [...new Set(["a", "0", " ", ...plain.replace(/[\ufffd\w|?*+^$]/g, "")])].slice(0, 12);
  return [...signs, ...words, ...words.flatMap((word) => signs.slice(0, 6).map((sign) => word + sign))];
}
