/** One setting of a destination, as a form asks for it. */
export interface FieldOf {
  readonly name: string;
  readonly kind: "text" | "secret" | "number" | "list" | "choice";
  readonly choices?: readonly string[];
  readonly example?: string;
}

const text = (name: string, example?: string): FieldOf => ({
  name,
  kind: "text",
  ...(example === undefined ? {} : { example }),
});
const secret = (name: string, example?: string): FieldOf => ({ ...text(name, example), kind: "secret" });
const list = (name: string, example?: string): FieldOf => ({ ...text(name, example), kind: "list" });

/** The settings of each kind of destination alone. */
const OWN_FIELDS: readonly (readonly [string, readonly FieldOf[]])[] = [
  [
    "slack",
    [
      secret("endpoint", "https://hooks.slack.com/services/…"),
      secret("token", "xoxb-…"),
      text("channel", "C0123456789"),
    ],
  ],
  [
    "webhook",
    [
      secret("url", "https://…"),
      { name: "preset", kind: "choice", choices: ["json", "discord", "teams", "mattermost"] },
      secret("secret"),
    ],
  ],
  ["email", [list("to", "team@example.com"), { name: "digest", kind: "number" }]],
  [
    "github",
    [text("owner", "acme"), text("repo", "shop"), secret("userToken", "github_pat_…"), list("labels", "bug")],
  ],
  [
    "gitlab",
    [
      text("owner", "acme"),
      text("repo", "shop"),
      secret("personalAccessToken", "glpat-…"),
      list("labels", "bug"),
      text("endpoint", "https://gitlab.example.com"),
    ],
  ],
];

/** The settings of each kind of destination that a form asks for; others are for who writes JSON. */
export const FIELDS: ReadonlyMap<string, readonly FieldOf[]> = new Map(
  OWN_FIELDS.map(([type, fields]) => [type, [...fields, text("name")]]),
);

/** What is written in a form, by setting. */
export type Written = Readonly<Record<string, string>>;

/** Settings that are kept, by name. */
type Settings = Readonly<Record<string, unknown>>;

/** What a form shows of settings that are kept. What it calls `when` is how often; of which events is `environments` and `levels`. */
export function writtenOf({ when, also, ...settings }: Settings): Written {
  const { environment = [], level = [] } = partsOf(when);
  const lists = { environments: environment, levels: level };
  return Object.fromEntries(
    Object.entries({ ...settings, ...lists, ...writtenAlso(also) }).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : String(value),
    ]),
  );
}

/**
 * The config that is written: secrets that are left empty stay as they are, what else is empty is taken away. Of what is
 * kept in `when`, the part stays for which there is no field.
 */
export function configOf(type: string, written: Written, kept: Settings = {}): Record<string, unknown> {
  const fields = (FIELDS.get(type) ?? []).flatMap((field): [string, unknown][] => {
    const value = (written[field.name] ?? "").trim();
    if (value === "") return field.kind === "secret" ? [] : [[field.name, null]];
    return [[field.name, meantBy(field, value)]];
  });
  return {
    type,
    ...Object.fromEntries(fields),
    ...ruleOf(written),
    when: eventsOf(written, kept.when),
    also: alsoOf(written),
  };
}

/** What a setting of several parts says; an empty one where it is not set. */
const partsOf = (setting: unknown): Readonly<Record<string, unknown>> =>
  typeof setting === "object" && setting !== null ? { ...setting } : {};

/** What is told besides counts, as fields show it; those without a value are left out. */
function writtenAlso(also: unknown): Settings {
  const { within, users, unusual } = partsOf(also);
  const { events, minutes } = partsOf(within);
  const given = { withinEvents: events, withinMinutes: minutes, users, unusual: unusual && "yes" };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** What is told besides counts: null for nothing. */
function alsoOf({ withinEvents = "", withinMinutes = "", users = "", unusual = "" }: Written): object | null {
  const [events, minutes, met] = [withinEvents, withinMinutes, users].map((text) => text.trim());
  const also = {
    ...(events && { within: { events: Number(events), minutes: Number(minutes || MINUTES) } }),
    ...(met && { users: Number(met) }),
    ...(unusual === "yes" && { unusual: true }),
  };
  return Object.keys(also).length > 0 ? also : null;
}

/** Within how many minutes, where nothing is written. */
export const MINUTES = 15;

/** Of which events: null for all. */
function eventsOf({ environments = "", levels = "" }: Written, kept: unknown): object | null {
  const { environment: _, level: __, ...others } = partsOf(kept);
  const lists = { environment: listed(environments, BETWEEN_NAMES), level: listed(levels, BETWEEN_NAMES) };
  const given = Object.entries(lists).filter(([, list]) => list.length > 0);
  const when = { ...Object.fromEntries(given), ...others };
  return Object.keys(when).length > 0 ? when : null;
}

const BETWEEN_WORDS = /[,\s]+/;
/** An environment's name may have spaces in it. */
const BETWEEN_NAMES = /[,、，\n]+/;

const listed = (text: string, between: RegExp): readonly string[] =>
  text
    .split(between)
    .map((one) => one.trim())
    .filter((one) => one !== "");

function meantBy({ kind }: FieldOf, value: string): unknown {
  if (kind === "number") return Number(value);
  return kind === "list" ? listed(value, BETWEEN_WORDS) : value;
}

function ruleOf({ when = "first", threshold, notifyInterval, window = "total" }: Written) {
  if (when === "first") return { threshold: null, notifyInterval: null, window: "total" };
  return { threshold: Number(threshold) || 1, notifyInterval: Number(notifyInterval) || 1, window };
}
