import type { Browser, BrowserContext } from "playwright-core";
import type { RunningWorld } from "../stories/running-world.js";

export interface Look {
  readonly theme: "light" | "dark";
  readonly device: "desktop" | "phone";
  readonly language?: "en" | "ja";
}

const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

/** A fresh visitor with a device and a taste. */
export function visitor(
  browser: Browser,
  world: Pick<RunningWorld, "url">,
  { theme, device, language = "en" }: Look,
): Promise<BrowserContext> {
  return browser.newContext({
    baseURL: world.url,
    viewport: SIZES[device],
    colorScheme: theme,
    locale: language === "ja" ? "ja-JP" : "en-GB",
    timezoneId: "UTC",
    hasTouch: device === "phone",
    isMobile: device === "phone",
    reducedMotion: "reduce",
  });
}
