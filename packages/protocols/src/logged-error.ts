import { isRecord, text } from "./loose.js";

// Loggers that were there before OpenTelemetry's names put an error under names of their own.

type Attributes = Readonly<Record<string, unknown>>;

/** pino and bunyan, winston, zap and Elastic's common schema. */
const OBJECTS = ["err", "error", "exception", "ex", "e"];
const STACKS = ["stack", "stacktrace", "stack_trace", "stackTrace"];

/**
 * The attributes with an error that a logger has put among them under OpenTelemetry's names. A stack without an error is one
 * only of a line that calls itself an error: some loggers add one to warnings, too.
 */
export function withError(attributes: Attributes, isError: boolean): Attributes {
  if (["type", "message", "stacktrace"].some((name) => attributes[`exception.${name}`] !== undefined))
    return attributes;
  const named = new Set(Object.keys(attributes).map((key) => key.split(".", 1)[0]));
  for (const name of OBJECTS.filter((one) => named.has(one))) {
    const value = attributes[name];
    const told = isRecord(value) ? value : partsOf(attributes, name);
    const stack = STACKS.map((key) => text.parse(told[key])).find((found) => found !== undefined);
    const type = text.parse(told.type) ?? text.parse(told.name) ?? text.parse(told.class);
    if (stack === undefined && (type === undefined || told.message === undefined)) continue;
    const others = Object.entries(attributes).filter(([key]) => key !== name && !key.startsWith(`${name}.`));
    const found = { type, message: text.parse(told.message) ?? text.parse(told.msg), stacktrace: stack };
    return { ...Object.fromEntries(others), ...underNames(found) };
  }
  return isError ? withBareStack(attributes) : attributes;
}

/** winston's `stack`, zap's `stacktrace`. */
function withBareStack(attributes: Attributes): Attributes {
  const name = STACKS.find((key) => text.parse(attributes[key])?.includes("\n"));
  if (name === undefined) return attributes;
  const { [name]: stacktrace, ...others } = attributes;
  return { ...others, "exception.stacktrace": stacktrace };
}

/** `error.type`, `error.stack_trace` and so on, as an object. */
function partsOf(attributes: Attributes, name: string): Record<string, unknown> {
  const names = [...STACKS, "type", "name", "class", "message", "msg"];
  return Object.fromEntries(names.map((part) => [part, attributes[`${name}.${part}`]]));
}

const underNames = (error: Readonly<Record<string, string | undefined>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(error).flatMap(([name, value]) =>
      value === undefined ? [] : [[`exception.${name}`, value]],
    ),
  );
