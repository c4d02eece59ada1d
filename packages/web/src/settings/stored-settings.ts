// What a person chose about the pages, kept in this browser. Read before the first paint too, by `early.ts`.

export const THEMES = ["system", "light", "dark"] as const;
export const LANGUAGES = ["en", "ja"] as const;
export const SPANS = ["24h", "14d"] as const;

type Theme = (typeof THEMES)[number];
type Language = (typeof LANGUAGES)[number];
export type Span = (typeof SPANS)[number];

export interface Settings {
  readonly theme: Theme;
  readonly language: Language;
  /** Whether keys without a modifier do anything: people who dictate switch them off. */
  readonly singleKeys: boolean;
  /** What the small charts of lists span. */
  readonly span: Span;
  /** The environment whose events are counted and listed; empty for all. */
  readonly environment: string;
  /** Whether a project's list has its timeline above it. */
  readonly showsTimeline: boolean;
  /** The language or framework whose setup was looked at last. */
  readonly guide: string;
}

const PLACE = "faultline";

/** What was chosen; what was not is as the browser would have it. */
export function loadSettings(): Settings {
  const stored = readStored();
  const preferred = typeof navigator === "undefined" ? "en" : navigator.language.slice(0, 2);
  return {
    theme: oneOf(THEMES, stored.theme) ?? "system",
    language: oneOf(LANGUAGES, stored.language) ?? oneOf(LANGUAGES, preferred) ?? "en",
    singleKeys: stored.singleKeys !== false,
    span: oneOf(SPANS, stored.span) ?? "24h",
    environment: typeof stored.environment === "string" ? stored.environment : "",
    showsTimeline: stored.showsTimeline !== false,
    guide: typeof stored.guide === "string" ? stored.guide : "",
  };
}

function readStored(): Record<string, unknown> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(PLACE) ?? "{}");
    return typeof stored === "object" && stored !== null ? { ...stored } : {};
  } catch {
    // No storage, or nothing of ours in it: the defaults stand.
    return {};
  }
}

// A declaration, since the settings are read while this file is.
function oneOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((one) => one === value);
}

/** Throws where the browser keeps nothing. */
export const storeSettings = (settings: Settings): void =>
  localStorage.setItem(PLACE, JSON.stringify(settings));
