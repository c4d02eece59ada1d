import { ownership } from "@faultline/core/grouping/ownership";
import { place } from "@faultline/core/grouping/v1/in-app";
import type { Frame, Thrown } from "@faultline/core/report";
import { originalPositionFor, sourceContentFor, type TraceMap } from "@jridgewell/trace-mapping";
import { mapByDebugId, mapByRelease } from "../table/layout.js";
import { type MapPorts, mapCache } from "./map-cache.js";
import { mayBeMinified } from "./may-be-minified.js";

interface Original {
  readonly frame: Frame;
  /** What the source calls the function that is called here. */
  readonly calls: string | undefined;
}

/** An exception with the frames its project's source maps know as those tell them; the same object when they know none. */
export async function originalsOf(
  ports: MapPorts,
  project: string,
  thrown: Thrown,
  release: string | undefined,
): Promise<Thrown> {
  const originals: (Original | undefined)[] = [];
  for (const frame of thrown.frames) originals.push(await original(ports, project, frame, release));
  if (originals.every((found) => found === undefined)) return thrown;
  const frames = thrown.frames.map((frame, index) => {
    const found = originals[index];
    // A function's own name stands where it is called from, a frame further out.
    return found ? { ...found.frame, function: originals[index + 1]?.calls } : frame;
  });
  return { ...thrown, frames };
}

async function original(
  ports: MapPorts,
  project: string,
  frame: Frame,
  release: string | undefined,
): Promise<Original | undefined> {
  if (!mayBeMinified(frame)) return undefined;
  const { debugId, file } = frame;
  const byId = debugId === undefined ? undefined : await mapCache(ports).find(mapByDebugId(project, debugId));
  const map =
    byId ?? (release ? await mapCache(ports).find(mapByRelease(project, release, file)) : undefined);
  try {
    return map && originalOf(map, frame);
  } catch {
    // The library reads a map's inside as late as it can: one that is broken there leaves the frame as it came.
    return undefined;
  }
}

function originalOf(map: TraceMap, { line = 0, column = 0, vars }: Frame): Original | undefined {
  // Engines count columns from 1, maps from 0.
  const found = originalPositionFor(map, { line: Math.max(1, line), column: Math.max(0, column - 1) });
  if (found.source === null) return undefined;
  const placed = place(found.source.replace(/^(\.\.?\/)+/, ""));
  const code = codeAround(linesOf(map, found.source), found.line);
  const { file } = placed;
  const owned = ownership({ file, platform: "javascript" }, placed.inApp);
  const frame = { file, ...owned, line: found.line, column: found.column + 1, code, vars };
  return { frame, calls: found.name ?? undefined };
}

const LINES_AROUND = 3;
const CODE_CHARS_MAX = 400;

function codeAround(source: Lines | undefined, line: number): Record<string, string> | undefined {
  if (source === undefined) return undefined;
  const first = Math.max(0, line - 1 - LINES_AROUND);
  const lines = source.starts.slice(first, line + LINES_AROUND);
  return Object.fromEntries(
    lines.map((start, offset) => {
      const end = source.starts[first + offset + 1] ?? source.text.length + 1;
      return [
        String(first + offset + 1),
        source.text.slice(start, Math.min(end - 1, start + CODE_CHARS_MAX)),
      ];
    }),
  );
}

/** A source, and where its lines begin. */
interface Lines {
  readonly text: string;
  readonly starts: readonly number[];
}

/** Of each map in use: a stack has many frames in one source, which is parted once. */
const parted = new WeakMap<TraceMap, Map<string, Lines>>();

function linesOf(map: TraceMap, source: string): Lines | undefined {
  const known = parted.get(map) ?? new Map<string, Lines>();
  parted.set(map, known);
  const before = known.get(source);
  if (before) return before;
  const text = sourceContentFor(map, source);
  if (text === null) return undefined;
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const lines = { text, starts };
  known.set(source, lines);
  return lines;
}
