import { ownership } from "@faultline/core/grouping/ownership";
import { place } from "@faultline/core/grouping/v1/in-app";
import type { Frame } from "@faultline/core/report";
import * as z from "zod";
import { asFlag, asInteger, asList, asText, asVariables, integer, isRecord, text } from "./loose.js";

// The calls of a stack: https://develop.sentry.dev/sdk/foundations/data-model/event-payloads/stacktrace/

type StackFrame = ReturnType<typeof stackFrame>;

/** A stack has a hundred of them, so that no schema is asked: `sentry-readers.test.ts` holds it to one. */
export const stackFrame = (json: Record<string, unknown>) => ({
  filename: asText(json.filename),
  abs_path: asText(json.abs_path),
  function: asText(json.function),
  module: asText(json.module),
  lineno: asInteger(json.lineno),
  colno: asInteger(json.colno),
  in_app: asFlag(json.in_app),
  package: asText(json.package),
  platform: asText(json.platform),
  instruction_addr: asText(json.instruction_addr),
  image_addr: asText(json.image_addr),
  pre_context: asList(json.pre_context),
  context_line: asText(json.context_line),
  post_context: asList(json.post_context),
  vars: asVariables(json.vars),
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
  const frame = stackFrame(json);
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
  const { inApp, formerlyInApp } = ownership(facts, formerly);
  return {
    file: placed.file,
    function: name,
    module,
    line: frame.lineno,
    column: frame.colno,
    inApp,
    formerlyInApp,
    package: binary,
    address: frame.instruction_addr,
    offset: offsetIn(frame, images),
    code: codeOf(frame),
    vars: frame.vars,
    debugId: debugIds.get(path ?? "") ?? debugIds.get(file),
  };
}

function codeOf(frame: StackFrame): Record<string, string> | undefined {
  const { lineno: line, pre_context: before, context_line: here, post_context: after } = frame;
  if (line === undefined || here === undefined) return undefined;
  const code: Record<string, string> = {};
  let number = line - before.length;
  for (const entry of [...before, here, ...after]) if (typeof entry === "string") code[number++] = entry;
  return code;
}

/** A binary in memory. */
interface LoadedImage {
  readonly start: number;
  readonly bytes: number;
}

const NativeImage = z.looseObject({ image_addr: text, image_size: integer });

export function imagesOf(meta: unknown): LoadedImage[] {
  const images = isRecord(meta) ? asList(meta.images).filter(isRecord) : [];
  return images.flatMap((image): LoadedImage[] => {
    const { image_addr: start, image_size: bytes = Number.POSITIVE_INFINITY } = NativeImage.parse(image);
    return start === undefined ? [] : [{ start: Number(start), bytes }];
  });
}

function offsetIn(
  { function: name, instruction_addr: address, image_addr: given }: StackFrame,
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
