import type { Browser, Page } from "playwright-core";
import { launchChromium, signIn } from "../chromium.js";
import type { RunningWorld } from "../stories/running-world.js";

/** A real browser, and what its pages complained of. */
export interface TestBrowser {
  /** A page of a world, signed in unless told otherwise. */
  open(world: RunningWorld, path: string, options?: { readonly isSignedIn?: boolean }): Promise<TestPage>;
  close(): Promise<void>;
}

interface TestPage {
  readonly page: Page;
  /** Errors, refused resources, violated policies and dialogs so far, a line each. */
  readonly complaints: readonly string[];
  /** What it asked the API to read so far, addresses in their order. */
  readonly asked: readonly string[];
}

/** A machine that does other things besides may take its time; this gives up on what never comes. */
const WAIT_MILLISECONDS = 120_000;

/** Starts Debian's Chromium, which the tests need installed. */
export async function testBrowser(): Promise<TestBrowser> {
  const browser = await launchChromium();
  return {
    open: (world, path, { isSignedIn = true } = {}) => open(browser, world, path, isSignedIn),
    close: () => browser.close(),
  };
}

async function open(
  browser: Browser,
  world: RunningWorld,
  path: string,
  isSignedIn: boolean,
): Promise<TestPage> {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(WAIT_MILLISECONDS);
  if (isSignedIn) await signIn(context, world);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("dialog", async (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("console", (message) => {
    // An answer that says no is told as an error, too; the pages deal with those.
    const isAnswer = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isAnswer) complaints.push(`console: ${message.text()}`);
  });
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url());
    if (request.method() === "GET" && pathname.startsWith("/v1/")) asked.push(pathname + search);
  });
  await page.goto(world.url + path);
  return { page, complaints, asked };
}
