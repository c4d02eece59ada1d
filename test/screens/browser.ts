import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import type { RunningWorld } from "../stories/running-world.js";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The machine's own Chromium, without a window. */
export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

export interface Look {
  readonly theme: "light" | "dark";
  readonly device: "desktop" | "phone";
  readonly language?: "en" | "ja";
}

const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

/** A fresh visitor, signed in unless told otherwise. */
export async function visitor(
  browser: Browser,
  world: RunningWorld,
  { theme, device, language = "en" }: Look,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: world.url,
    viewport: SIZES[device],
    colorScheme: theme,
    locale: language === "ja" ? "ja-JP" : "en-GB",
    timezoneId: "UTC",
    hasTouch: device === "phone",
    isMobile: device === "phone",
    reducedMotion: "reduce",
  });
  return context;
}

export async function signIn(context: BrowserContext, world: RunningWorld): Promise<void> {
  const answer = await context.request.post("/v1/session", {
    data: { key: world.masterKey },
    headers: { origin: world.url },
  });
  if (answer.status() !== 201) throw new Error(`not signed in: ${answer.status()}`);
}

/** Resolves when nothing of the page is on its way any more. */
export async function shown(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await page.waitForSelector("h1, [role=alert]", { state: "attached" });
  await page.waitForSelector("[data-loading]", { state: "detached" });
}
