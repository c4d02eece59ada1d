import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as z from "zod";
import { launchChromium } from "../../chromium.js";

const SCRIPT = "/assets/page.mjs";
const REPORTS_MILLISECONDS = 300_000;

/** Serves a build of `page.ts` to Chromium, and waits until the page has reported its failures. */
export async function reportInChromium(program: Uint8Array, dsn: string): Promise<void> {
  const document = `<script>DSN=${JSON.stringify(dsn)}</script><script type="module" src="${SCRIPT}"></script>`;
  const server = createServer(({ url }, response) => {
    const isScript = url === SCRIPT;
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? program : document);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = z.custom<AddressInfo>((value) => typeof value === "object").parse(server.address());
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}/`);
    await page.waitForFunction("globalThis.hasReported", undefined, { timeout: REPORTS_MILLISECONDS });
  } finally {
    await browser.close();
    server.close();
  }
}
