import type { ReactNode } from "react";
import { NowContext, useClock } from "./components/now.js";
import { SettingsContext, useStoredSettings } from "./settings/settings.js";

/**
 * Hands down what nearly every part of a page asks for. Were each part to read for itself, the subscriptions of a list would
 * take longer than its rows.
 */
export const Surroundings = ({ children }: { readonly children: ReactNode }) => (
  <SettingsContext.Provider value={useStoredSettings()}>
    <NowContext.Provider value={useClock()}>{children}</NowContext.Provider>
  </SettingsContext.Provider>
);
