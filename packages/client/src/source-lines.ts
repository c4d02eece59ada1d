import { readFileSync, statSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { Frame } from "./options.js";

const LINES_AROUND = 5;
const LINE_MAX = 200;
const FILE_BYTES_MAX = 2 * 1024 * 1024;
const FILES_MAX = 50;

/** Gives back how a frame gets the lines around its own, as the file reads now; of libraries and Node itself none. */
export function sourceLines(): (frame: Frame) => Frame {
  const files = new Map<string, readonly string[]>();
  return (frame) => {
    const { file, line } = frame;
    if (line === undefined || !isAbsolute(file) || /[\\/]node_modules[\\/]/.test(file)) return frame;
    const lines = files.get(file) ?? linesOf(file);
    if (files.size >= FILES_MAX) files.clear();
    files.set(file, lines);
    const first = Math.max(1, line - LINES_AROUND);
    const around = lines.slice(first - 1, line + LINES_AROUND);
    if (line > lines.length) return frame;
    return {
      ...frame,
      code: Object.fromEntries(around.map((text, place) => [first + place, text.slice(0, LINE_MAX)])),
    };
  };
}

function linesOf(path: string): readonly string[] {
  try {
    return statSync(path).size > FILE_BYTES_MAX ? [] : readFileSync(path, "utf8").split(/\r?\n/);
  } catch {
    // Bundled away, or never a file: the frame goes without.
    return [];
  }
}
