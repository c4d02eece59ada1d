import type { BrowserContext, Page } from "playwright-core";
import { signIn } from "../chromium.js";
import type { RunningWorld } from "../stories/running-world.js";
import type { Screen } from "./screens.js";

/** A busy machine takes its time. */
const PATIENCE_MILLISECONDS = 90_000;

/** Resolves when the screen stands as it is meant to be seen. `complain` hears what the browser found wrong. */
export async function visit(
  context: BrowserContext,
  { world, screen, complain }: { world: RunningWorld; screen: Screen; complain: (what: string) => void },
): Promise<Page> {
  if (!screen.isSignedOut) await signIn(context, world);
  const page = await context.newPage();
  page.on("pageerror", (error) => complain(`${screen.name}: ${error.stack}`));
  page.on("console", (line) => {
    if (line.text().includes("Content Security Policy")) complain(`${screen.name}: ${line.text()}`);
  });
  for (const [address, answer] of Object.entries(screen.answers ?? {})) {
    await page.route(address, (route) => (answer === "never" ? undefined : route.fulfill(answer)));
  }
  await page.goto(screen.path, { timeout: PATIENCE_MILLISECONDS });
  await page.waitForSelector("h1, [role=alert]", { state: "attached", timeout: PATIENCE_MILLISECONDS });
  const isWaiting = Object.values(screen.answers ?? {}).includes("never");
  if (!isWaiting) await page.waitForSelector("[data-loading]", { state: "detached" });
  await screen.act?.(page);
  await page.evaluate("document.fonts.ready");
  return page;
}
