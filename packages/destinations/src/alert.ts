import type { Accepted } from "@faultline/core/event";
import type { Issue } from "@faultline/core/issue";
import { firstLine } from "@faultline/core/title";
import { cut } from "@faultline/core/whole-characters";
import { oneLine } from "./text.js";

/**
 * Why somebody is told: the issue's first event, a count reached, so many events within minutes, so many users, an unusual
 * hour, back after it was resolved, resolved, or by hand.
 */
export type AlertKind =
  | "first"
  | "count"
  | "within"
  | "users"
  | "unusual"
  | "regressed"
  | "resolved"
  | "test";

/** What to tell, for every destination alike. */
export interface Alert {
  readonly kind: AlertKind;
  readonly issue: Issue;
  /** The latest occurrence; undefined when its retention is over. */
  readonly occurrence?: Accepted | undefined;
  /** The counts crossed since the last message, when there are several: `30, 35 and 40`. */
  readonly crossed: readonly number[];
  /** In plain words what else is so: `100 events within 15 minutes`. */
  readonly reasons: readonly string[];
  /** Events an hour of the last day, oldest first. */
  readonly hours: readonly number[];
  /** Where the config leads to, which may be long: a template may hold the whole message. */
  readonly link: string;
  /** The issue's own page. */
  readonly page: string;
  /** Proves that a ticket is ours: see `marker`. */
  readonly signature: string;
  /** RFC 3339. */
  readonly now: string;
}

/** What a destination is to remember of an issue: the number of the ticket, the message to update. */
export interface ThreadState {
  readonly reference?: string | undefined;
  /** Milliseconds since 1970: an attempt to create began then, and nobody knows how it ended. */
  readonly claimedAt?: number | undefined;
}

/** One line that says what happened. */
export const headline = (alert: Alert): string =>
  [happened(alert), ...alert.reasons].filter((part) => part !== undefined).join(" · ");

/** Undefined where the reasons say it. */
function happened({ kind, issue, crossed }: Alert): string | undefined {
  switch (kind) {
    case "within":
    case "users":
    case "unusual":
      return undefined;
    case "first":
      return "New issue";
    case "count":
      return crossed.length > 1
        ? `${issue.count} events (passed ${crossed.slice(-5).join(", ")})`
        : counted(crossed[0] ?? issue.count, "event");
    case "regressed":
      return "Regressed: it happened again after it was resolved";
    case "resolved":
      return "Resolved";
    case "test":
      return "Test notification";
  }
}

/** `35 events, 1 user`. */
export const countsText = ({ count, users }: Pick<Issue, "count" | "users">): string =>
  `${counted(count, "event")}, ${counted(users, "user")}`;

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** `[type] message`, as the original named its tickets: one line, so many characters of it at the most. */
export const alertTitle = ({ issue }: Pick<Alert, "issue">, charsMax: number): string =>
  cut(oneLine(`[${issue.type}] ${firstLine(issue.message)}`), charsMax);

/** Where it leads to in so many characters: half an address leads nowhere, so a longer one becomes the issue's page. */
export const linkWithin = ({ link, page }: Pick<Alert, "link" | "page">, charsMax: number): string =>
  link.length <= charsMax ? link : page;

const BARS = "▁▂▃▄▅▆▇█";

/** A sparkline in text. */
export function sparkText(counts: readonly number[]): string {
  const most = Math.max(1, ...counts);
  return counts.map((count) => BARS.charAt(Math.ceil((count / most) * (BARS.length - 1)))).join("");
}

/** A time as people of a place read it, with its zone, for others read it too: `2026-11-29 14:31:28 UTC`. */
export const timeText = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, ...TO_THE_SECOND, timeZoneName: "short" }).format(at);

const TO_THE_SECOND = {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
} as const;
