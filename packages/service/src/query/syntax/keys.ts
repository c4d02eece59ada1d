import type { Issue } from "@faultline/core/issue";
import { Level } from "@faultline/core/report";
import { isMuted } from "@faultline/core/status";

/** By what a name falls into parts: a path or a call, or `app@1.2.0`. */
export type Tail = "path" | "version";

/** Attributes of events: an issue has every value that any of its events has. */
const ATTRIBUTES = [
  "browser",
  "device",
  "env",
  "file",
  "function",
  "handled",
  "level",
  "os",
  "release",
  "runtime",
  "server",
  "transaction",
  "type",
  "user",
] as const;
type Attribute = (typeof ATTRIBUTES)[number];

/** Texts of events, which are searched by their words. */
export const TEXTS = ["culprit", "frames", "message", "title"] as const;
export type TextPlace = (typeof TEXTS)[number];

/** Of which of its events an issue has this time. */
export type TimeOf = "firstSeen" | "lastSeen";

/** What a state says of an issue now. */
export interface Standing {
  readonly issue: Issue;
  readonly now: number;
}

/** A key of the query language: what stands before a colon. */
export type SearchKey = {
  readonly name: string;
  /** Other names for it; all are read in any case. */
  readonly also?: readonly string[];
} & (
  | {
      /** Any of an issue's events has the value. `fixed`: there are no others. */
      readonly kind: "attribute";
      readonly attribute: Attribute;
      readonly fixed?: readonly string[];
      /** A whole name matches, or its last parts: of a file its own name, of a release its version. */
      readonly byTail?: Tail;
    }
  | { readonly kind: "text"; readonly places: readonly TextPlace[] }
  | { readonly kind: "time"; readonly by: TimeOf }
  | {
      /** What is decided or known about an issue as a whole, one test for each word that may follow the colon. */
      readonly kind: "state";
      readonly words: ReadonlyMap<string, (standing: Standing) => boolean>;
    }
  /** The issue itself has the value now. */
  | {
      readonly kind: "own";
      readonly of: (issue: Issue) => readonly string[];
      /** The id of the person whom `me` is compared with. */
      readonly person: (issue: Issue) => string | undefined;
    }
  /** Whether there is any value of a key. */
  | { readonly kind: "has" }
);

const attribute = (
  name: Attribute,
  more: Partial<Extract<SearchKey, { kind: "attribute" }>> = {},
): SearchKey => ({
  kind: "attribute",
  name,
  attribute: name,
  ...more,
});

/** Every key there is, but for tags. Another one takes an entry here, and nothing else. */
export const SEARCH_KEYS: readonly SearchKey[] = [
  {
    kind: "state",
    name: "is",
    words: new Map<string, (standing: Standing) => boolean>([
      ["unresolved", ({ issue }) => issue.status === "unresolved"],
      ["regressed", ({ issue }) => issue.regressed],
      ["resolved", ({ issue }) => issue.status === "resolved"],
      ["ignored", ({ issue }) => issue.status === "ignored"],
      ["muted", ({ issue, now }) => isQuiet(issue, now)],
      ["assigned", ({ issue }) => issue.assignee !== undefined],
      ["unassigned", ({ issue }) => issue.assignee === undefined],
    ]),
  },
  { kind: "has", name: "has" },
  {
    kind: "own",
    name: "assignee",
    of: ({ assignee, assigneeId }) => [assignee, assigneeId].filter((one) => one !== undefined),
    person: ({ assigneeId }) => assigneeId,
  },
  attribute("env", { also: ["environment"] }),
  attribute("release", { byTail: "version" }),
  attribute("level", { fixed: Level.options }),
  attribute("type"),
  attribute("handled", { fixed: ["true", "false"] }),
  attribute("user"),
  attribute("file", { byTail: "path" }),
  attribute("function", { byTail: "path" }),
  attribute("browser"),
  attribute("os"),
  attribute("runtime"),
  attribute("device"),
  attribute("server"),
  attribute("transaction"),
  { kind: "text", name: "title", places: ["title"] },
  { kind: "text", name: "message", places: ["message"] },
  { kind: "time", name: "firstSeen", by: "firstSeen" },
  { kind: "time", name: "lastSeen", by: "lastSeen" },
];

const isQuiet = ({ mute, count: total, users, isMuteOver: isOver = false }: Issue, now: number): boolean =>
  isMuted(mute, { total, users, isOver, now });

const BY_NAME = new Map(
  SEARCH_KEYS.flatMap((key) =>
    [key.name, ...(key.also ?? [])].map((name) => [name.toLowerCase(), key] as const),
  ),
);

/** The key of a name; undefined for a tag's. */
export const searchKey = (name: string): SearchKey | undefined => BY_NAME.get(name.toLowerCase());

const TAG = "tag.";

/** Whether a key says itself that it is of a tag. */
export const isTagKey = (name: string): boolean => name.toLowerCase().startsWith(TAG);

/** A tag's values among an issue's: `tag.customer`, for `customer:` and `tag.customer:` alike. */
export const tagKey = (name: string): string =>
  TAG + (isTagKey(name) ? name.slice(TAG.length) : name).toLowerCase();
