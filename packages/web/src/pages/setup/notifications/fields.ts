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

/** The settings of each kind of destination that a form asks for; others are for who writes JSON. */
export const FIELDS: ReadonlyMap<string, readonly FieldOf[]> = new Map([
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
]);

/** What is written in a form, by setting. */
export type Written = Readonly<Record<string, string>>;

/** What a form shows of settings that are kept. */
export const writtenOf = (settings: Readonly<Record<string, unknown>>): Written =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : String(value),
    ]),
  );

/** The config that is written: secrets that are left empty stay as they are, what else is empty is taken away. */
export function configOf(type: string, written: Written): Record<string, unknown> {
  const fields = (FIELDS.get(type) ?? []).flatMap((field): [string, unknown][] => {
    const value = (written[field.name] ?? "").trim();
    if (value === "") return field.kind === "secret" ? [] : [[field.name, null]];
    return [[field.name, meantBy(field, value)]];
  });
  return { type, ...Object.fromEntries(fields), ...ruleOf(written) };
}

function meantBy({ kind }: FieldOf, value: string): unknown {
  if (kind === "number") return Number(value);
  if (kind !== "list") return value;
  return value
    .split(/[,\s]+/)
    .map((one) => one.trim())
    .filter((one) => one !== "");
}

function ruleOf({ when = "first", threshold, notifyInterval, window = "total" }: Written) {
  if (when === "first") return { threshold: null, notifyInterval: null, window: "total" };
  return { threshold: Number(threshold) || 1, notifyInterval: Number(notifyInterval) || 1, window };
}
