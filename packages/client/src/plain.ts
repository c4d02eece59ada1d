import { read } from "./read.js";

const DEPTH_MAX = 8;
const ENTRIES_MAX = 100;
const TEXT_MAX = 4_000;

/** A copy that JSON can hold, whatever was given: cycles, getters that throw and endless trees are cut, never thrown. */
export function plain(value: unknown, above: readonly object[] = []): unknown {
  if (typeof value === "string") return value.length > TEXT_MAX ? `${value.slice(0, TEXT_MAX)}…` : value;
  if (typeof value === "boolean" || value === null || value === undefined) return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object") return String(value);
  if (above.includes(value)) return "[circular]";
  if (above.length >= DEPTH_MAX) return "[deep]";
  try {
    return copied(value, [...above, value]);
  } catch {
    // A proxy that lets nobody look, say.
    return "[unreadable]";
  }
}

function copied(value: object, above: readonly object[]): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (Array.isArray(value)) return value.slice(0, ENTRIES_MAX).map((entry) => plain(entry, above));
  if (value instanceof Set) return plain([...value], above);
  const from = value instanceof Map ? Object.fromEntries(value) : value;
  const names = Object.keys(from).slice(0, ENTRIES_MAX);
  return Object.fromEntries(names.map((name) => [name, plain(read(from, name), above)]));
}
