import { parsedJson } from "@faultline/core/parsed-json";
import * as z from "zod";

// https://tc39.es/ecma426/ : a map, or an index of maps.

/** What a map may hold. The largest bundles have a tenth of it; each segment takes some eighty bytes once it is read. */
const LINES_MAX = 1_000_000;
const SEGMENTS_MAX = 2_000_000;
const SOURCES_MAX = 50_000;
const SECTIONS_MAX = 10_000;
const COLUMN_MAX = 2 ** 30;
const NEWLINE = 0x0a;

const Plain = z.object({
  version: z.literal(3),
  mappings: z.string(),
  sources: z.array(z.string().nullable()).max(SOURCES_MAX),
  file: z.string().optional().catch(undefined),
  sourceRoot: z.string().optional().catch(undefined),
  names: z.array(z.string()).catch([]),
  sourcesContent: z.array(z.string().nullable()).optional().catch(undefined),
});
const Offset = z.object({
  line: z.number().int().min(0).max(LINES_MAX),
  column: z.number().int().min(0).max(COLUMN_MAX),
});
const Index = z.object({
  version: z.literal(3),
  file: z.string().optional().catch(undefined),
  // An index in an index the standard does not know.
  sections: z.array(z.object({ offset: Offset, map: Plain })).max(SECTIONS_MAX),
});
type Plain = z.infer<typeof Plain>;
type Index = z.infer<typeof Index>;

/**
 * The source map a file holds; undefined when it is none, or holds more than we read: a line of its own costs memory even
 * where it is empty, so that a few bytes could ask for all there is.
 */
export function readMap(file: Uint8Array): Plain | Index | undefined {
  const json = parsedJson(new TextDecoder().decode(file));
  const index = Index.safeParse(json).data;
  if (index) return isBounded(index.sections) ? index : undefined;
  const map = Plain.safeParse(json).data;
  return map && isBounded([{ offset: { line: 0 }, map }]) ? map : undefined;
}

/**
 * Without a byte order mark, and without the line that keeps a map from being run as a script: both may stand before
 * the JSON. https://tc39.es/ecma426/#sec-source-map-format
 */
export function withoutPrefix(json: Uint8Array): Uint8Array {
  const [first, second, third] = json;
  const bare = first === 0xef && second === 0xbb && third === 0xbf ? json.subarray(3) : json;
  const isGuarded = new TextDecoder().decode(bare.subarray(0, 3)) === ")]}";
  return isGuarded ? bare.subarray(bare.indexOf(NEWLINE) + 1) : bare;
}

interface Section {
  readonly offset: { readonly line: number };
  readonly map: Plain;
}

function isBounded(sections: readonly Section[]): boolean {
  let [segments, sources] = [0, 0];
  for (const { offset, map } of sections) {
    const size = sizeOf(map.mappings);
    segments += size.segments;
    sources += map.sources.length;
    if (offset.line + size.lines > LINES_MAX) return false;
  }
  return segments <= SEGMENTS_MAX && sources <= SOURCES_MAX;
}

const SEMICOLON = 0x3b;
const COMMA = 0x2c;

function sizeOf(mappings: string): { lines: number; segments: number } {
  let [lines, segments] = [1, 1];
  for (let place = 0; place < mappings.length; place++) {
    const code = mappings.charCodeAt(place);
    if (code === SEMICOLON) lines += 1;
    if (code === SEMICOLON || code === COMMA) segments += 1;
  }
  return { lines, segments };
}
