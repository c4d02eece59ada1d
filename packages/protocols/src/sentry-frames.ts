import { ownership } from "@faultline/core/grouping/ownership";
import { place } from "@faultline/core/grouping/v1/in-app";
import type { Frame } from "@faultline/core/report";
import { z } from "zod";
import { flag, integer, isRecord, list, text, variables } from "./loose.js";

// The calls of a stack: https://develop.sentry.dev/sdk/foundations/data-model/event-payloads/stacktrace/

const StackFrame = z.looseObject({
  filename: text,
  abs_path: text,
  function: text,
  module: text,
  lineno: integer,
  colno: integer,
  in_app: flag,
  package: text,
  platform: text,
  instruction_addr: text,
  image_addr: text,
  pre_context: list,
  context_line: text,
  post_context: list,
  vars: variables,
});
const Image = z.looseObject({ type: text, code_file: text, debug_id: text });

/** What frames are read by. */
export interface Reading {
  readonly debugIds: DebugIds;
  readonly images: readonly LoadedImage[];
  readonly platform: string | undefined;
}

/** Crash site first: this wire has it last. */
export function framesOf(stack: unknown, reading: Reading): Frame[] {
  if (!isRecord(stack) || !Array.isArray(stack.frames)) return [];
  return stack.frames
    .filter(isRecord)
    .map((frame) => toFrame(frame, reading))
    .reverse();
}

function toFrame(json: Record<string, unknown>, { debugIds, images, platform }: Reading): Frame {
  const frame = StackFrame.parse(json);
  const { abs_path: path, module, function: name, package: binary, in_app: said } = frame;
  const file = frame.filename ?? path ?? module ?? "";
  const placed = place(file);
  const formerly = placed.inApp && place(path ?? file).inApp && said !== false;
  const facts = {
    file: (frame.filename ?? path) === undefined ? "" : placed.file,
    path: path === undefined || path === frame.filename ? undefined : place(path).file,
    module,
    function: name,
    binary,
    platform: frame.platform ?? platform,
    said,
    isOfProject: placed.isOfProject,
  };
  return {
    file: placed.file,
    function: name,
    module,
    line: frame.lineno,
    column: frame.colno,
    ...ownership(facts, formerly),
    package: binary,
    address: frame.instruction_addr,
    offset: offsetIn(frame, images),
    code: codeOf(frame),
    vars: frame.vars,
    debugId: debugIds.get(path ?? "") ?? debugIds.get(file),
  };
}

function codeOf(frame: z.infer<typeof StackFrame>): Record<string, string> | undefined {
  const { lineno: line, pre_context: before, context_line: here, post_context: after } = frame;
  if (line === undefined || here === undefined) return undefined;
  const lines = [...before, here, ...after].filter((entry) => typeof entry === "string");
  return Object.fromEntries(lines.map((entry, place) => [String(line - before.length + place), entry]));
}

/** A binary in memory. */
interface LoadedImage {
  readonly start: number;
  readonly bytes: number;
}

const NativeImage = z.looseObject({ image_addr: text, image_size: integer });

export function imagesOf(meta: unknown): LoadedImage[] {
  const images = isRecord(meta) ? list.parse(meta.images).filter(isRecord) : [];
  return images.flatMap((image): LoadedImage[] => {
    const { image_addr: start, image_size: bytes = Number.POSITIVE_INFINITY } = NativeImage.parse(image);
    return start === undefined ? [] : [{ start: Number(start), bytes }];
  });
}

function offsetIn(
  { function: name, instruction_addr: address, image_addr: given }: z.infer<typeof StackFrame>,
  images: readonly LoadedImage[],
): string | undefined {
  if (address === undefined || name !== undefined) return undefined;
  const at = Number(address);
  const start =
    given === undefined
      ? images.find((image) => at >= image.start && at < image.start + image.bytes)?.start
      : Number(given);
  return start !== undefined && at >= start ? `0x${(at - start).toString(16)}` : undefined;
}

type DebugIds = ReadonlyMap<string, string>;

/** Which source map belongs to which file, as the bundler's plugin told the SDK. */
export function debugIdsOf(meta: unknown): DebugIds {
  const images = isRecord(meta) && Array.isArray(meta.images) ? meta.images.filter(isRecord) : [];
  const known = images.flatMap((image): [string, string][] => {
    const { type, code_file: file, debug_id: id } = Image.parse(image);
    return type === "sourcemap" && file && id ? [[file, id]] : [];
  });
  return new Map(known);
}
