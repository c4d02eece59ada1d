import { createContext, useContext, useSyncExternalStore } from "react";
import { loadSettings, type Settings, storeSettings } from "./stored-settings.js";

let settings = loadSettings();
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
    storeSettings(settings);
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
