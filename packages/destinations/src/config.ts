import { NotifyAlso } from "@faultline/core/notify-also";
import { NotifyWhen } from "@faultline/core/notify-when";
import { Window } from "@faultline/core/rule";
import * as z from "zod";

/** What every destination's config has besides its own settings. */
export const Common = {
  /** First event alone unless one of these two is given. */
  threshold: z.number().int().optional(),
  notifyInterval: z.number().int().positive().optional(),
  window: Window.default("total"),
  /** What is told besides counts. */
  also: NotifyAlso.optional(),
  /** Of which events; of all when left out. */
  when: NotifyWhen.optional(),
  /** An IANA name such as `Asia/Tokyo`, for the times people read. */
  timezone: z.string().refine(isTimeZone, "an IANA time zone, such as Asia/Tokyo").default("UTC"),
  /** The address to link to: `{project}`, `{message}`, `{issue}`, `{event}` and `{reversedUnixtime}` are filled in. */
  linkTemplate: z
    .string()
    .regex(/^https?:\/\//, "an address that begins with https://")
    .optional(),
  /** Seconds a link is good for that shows one occurrence without signing in; 30 days at the most. */
  linkExpires: z.number().int().positive().optional(),
  /** Messages a minute to this destination, before the rest is summed up in one. */
  burst: z.number().int().positive().default(20),
  /** What people call it, where several look alike. It is told to nobody, and changes nothing of what it is. */
  name: z.string().max(60).optional(),
};

/** What a ticket tracker's config has besides: which labels, and what happens to a ticket that is there already. */
export const Ticketing = {
  labels: z.array(z.string()).default([]),
  if_exist: z
    .enum(["reopen-and-comment", "reopen", "reopen-and-update", "comment", "none"])
    .default("reopen-and-comment"),
};

/** The part of a config that all destinations share. */
export const Shared = z.object(Common);
export type SharedConfig = z.infer<typeof Shared>;

/** It goes into a header. */
export const Token = z.string().regex(/^[\x21-\x7e]+$/, "printable ASCII without spaces");

const NOT_ZERO = new Set(["threshold", "notifyInterval", "linkExpires", "timezone"]);

const NUMBERS = new Set(["threshold", "notifyInterval", "linkExpires"]);

/** Names that the original took besides. */
const ALIASES = new Map([
  ["icon_url", "iconUrl"],
  ["icon_emoji", "iconEmoji"],
]);

/** A number, also as a text: forms and the environment have no other. */
const asNumber = (value: unknown): unknown =>
  typeof value === "string" && /^[+-]?\d{1,9}$/.test(value) ? Number(value) : value;

/**
 * A config as whoever wrote it meant it. The original's Go client sends what was not set as zero, null or no text, and
 * numbers for `timezone` and `repo`; a `linkExpires` below zero was no link that expires.
 */
export function asMeant(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.entries(config).map(
    ([name, value]) => [name, NUMBERS.has(name) ? asNumber(value) : value] as const,
  );
  const set = given.filter(([name, value]) => isSet(name, value));
  const names = new Set(set.map(([name]) => name));
  return Object.fromEntries(
    set
      .filter(([name]) => !isNamedTwice(name, names))
      .map(([name, value]) => [ALIASES.get(name) ?? name, asText(name, value)]),
  );
}

function isNamedTwice(name: string, names: ReadonlySet<string>): boolean {
  const alias = ALIASES.get(name);
  return alias !== undefined && names.has(alias);
}

function isSet(name: string, value: unknown): boolean {
  if (value === "" || value === null || value === undefined) return false;
  if (name === "linkExpires" && typeof value === "number" && value < 0) return false;
  return !(value === 0 && NOT_ZERO.has(name));
}

function asText(name: string, value: unknown): unknown {
  // As the original's own documentation spells it.
  if (name === "if_exist" && value === "reopen-and-commend") return "reopen-and-comment";
  if (typeof value !== "number") return value;
  if (name === "repo") return String(value);
  // Hours east of Greenwich; in these zones' names the sign is the other way round.
  return name === "timezone" ? `Etc/GMT${value > 0 ? "-" : "+"}${Math.abs(value)}` : value;
}

/** The rule a config asks for, what besides, and of which events. Without threshold and interval: the first event alone. */
export function ruleOf({ threshold, notifyInterval, window, when, also }: SharedConfig) {
  const isFirstOnly = threshold === undefined && notifyInterval === undefined;
  return {
    threshold: isFirstOnly ? -1 : (threshold ?? 1),
    interval: notifyInterval ?? 1,
    window,
    ...(when === undefined ? {} : { when }),
    ...(also === undefined ? {} : { also }),
  };
}

function isTimeZone(name: string): boolean {
  if (name === "UTC") return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    // That is how Intl says no.
    return false;
  }
}
