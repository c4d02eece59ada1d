import { createContext, useContext, useSyncExternalStore } from "react";

// What a person chose about the pages, kept in this browser.

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
  /** The language or framework whose setup was looked at last. */
  readonly guide: string;
}

/** `public/early.js` reads the same place before the first paint. */
const PLACE = "faultline";

let settings = load();
const listeners = new Set<() => void>();
apply(settings);

export const currentSettings = (): Settings => settings;

/** The settings as they stand; whoever uses them is drawn again when they change. */
export const useSettings = (): Settings => useContext(SettingsContext);

export const SettingsContext = createContext(settings);

/** The same, for the one that hands them down. */
export const useStoredSettings = (): Settings => useSyncExternalStore(subscribe, currentSettings);

export function changeSettings(change: Partial<Settings>): void {
  settings = { ...settings, ...change };
  apply(settings);
  try {
    localStorage.setItem(PLACE, JSON.stringify(settings));
  } catch {
    // Storage is full or forbidden: the choice holds until the page is left.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function apply({ theme, language }: Settings): void {
  if (typeof document === "undefined") return;
  const { documentElement: root } = document;
  // Written again, even the same language would have every element styled anew.
  if (root.lang !== language) root.lang = language;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
}

function load(): Settings {
  const stored = readStored();
  const preferred = typeof navigator === "undefined" ? "en" : navigator.language.slice(0, 2);
  return {
    theme: oneOf(THEMES, stored.theme) ?? "system",
    language: oneOf(LANGUAGES, stored.language) ?? oneOf(LANGUAGES, preferred) ?? "en",
    singleKeys: stored.singleKeys !== false,
    span: oneOf(SPANS, stored.span) ?? "24h",
    environment: typeof stored.environment === "string" ? stored.environment : "",
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
