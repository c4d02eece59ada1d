import { execFileSync } from "node:child_process";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import type { RunningWorld } from "./stories/running-world.js";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where the machine's own Chromium lies: on the path, where `describeNeeding` looks for it as well. */
export const chromiumPath = (): string =>
  process.env.CHROMIUM ?? execFileSync("which", ["chromium"], { encoding: "utf8" }).trim();

/** Starts it, without a window. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: chromiumPath(), args: FLAGS });

/** Signs a browser in to a world, as the sign-in page does. */
export async function signIn(
  context: BrowserContext,
  { url, masterKey }: Pick<RunningWorld, "url" | "masterKey">,
): Promise<void> {
  const answer = await context.request.post(`${url}/v1/session`, {
    data: { key: masterKey },
    headers: { origin: url },
  });
  if (answer.status() !== 201) throw new Error(`not signed in: ${answer.status()}`);
}
