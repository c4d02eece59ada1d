import type { Thrown } from "./options.js";
import { plain } from "./plain.js";
import { read } from "./read.js";
import { framesOf } from "./stack.js";

const CHAIN_MAX = 10;
const MESSAGE_MAX = 8_000;

/**
 * What was thrown and what caused it, the outermost first; at least one. `stackHere` is used for what brings no
 * stack of its own: it tells where it was reported.
 */
export function describeThrown(thrown: unknown, stackHere: string): [Thrown, ...Thrown[]] {
  const chain = chainOf(thrown);
  const [first, ...causes] = chain.map((one, place) => describe(one, place === 0 ? stackHere : ""));
  return [first ?? describe(thrown, stackHere), ...causes];
}

/** Breadth first, so that all errors of an aggregate come before their causes. */
function chainOf(thrown: unknown): unknown[] {
  const chain = [thrown];
  for (const one of chain) {
    if (chain.length >= CHAIN_MAX || typeof one !== "object" || one === null) continue;
    const errors = read(one, "errors");
    const next = [read(one, "cause"), ...(Array.isArray(errors) ? errors : [])];
    chain.push(...next.filter((cause) => cause !== undefined && cause !== null && !chain.includes(cause)));
  }
  return chain.slice(0, CHAIN_MAX);
}

function describe(thrown: unknown, stackHere: string): Thrown {
  if (typeof thrown !== "object" || thrown === null) {
    return {
      type: "Error",
      message: String(thrown).slice(0, MESSAGE_MAX),
      backtrace: framesOf(stackHere, ""),
    };
  }
  const told = textOf(thrown, "message");
  const message = (told ?? JSON.stringify(plain(thrown)) ?? "").slice(0, MESSAGE_MAX);
  const stack = textOf(thrown, "stack");
  const backtrace = stack === undefined ? framesOf(stackHere, "") : framesOf(stack, told ?? "");
  return { type: textOf(thrown, "name") || "Error", message, backtrace };
}

function textOf(thrown: object, name: string): string | undefined {
  const value = read(thrown, name);
  return typeof value === "string" ? value : undefined;
}
