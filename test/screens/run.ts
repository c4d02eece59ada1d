import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launchChromium } from "../chromium.js";
import { ROOT } from "../repository/source.js";
import { runningWorld } from "../stories/running-world.js";

import { destination } from "./destination.js";
import { screens } from "./screens.js";
import { seed } from "./seed.js";
import { visit } from "./visit.js";
import { type Look, visitor } from "./visitor.js";

// `npm run screens [name…]`: pictures of every page into docs/screens, from a world of its own. Japanese needs a font:
// on Debian, fonts-ipafont-gothic.

const FOLDER = join(ROOT, "docs/screens");
const LOOKS: readonly Look[] = (["desktop", "phone"] as const).flatMap((device) =>
  (["light", "dark"] as const).map((theme) => ({ device, theme })),
);

const wanted = process.argv.slice(2);
const told = await destination();
const world = await runningWorld(undefined, { FAULTLINE_ALLOWED_HOSTS: told.host });
const browser = await launchChromium();
const complaints: string[] = [];
try {
  await seed(world, { destination: `http://${told.host}` });
  mkdirSync(FOLDER, { recursive: true });
  for (const screen of await screens(world)) {
    if (wanted.length > 0 && !wanted.includes(screen.name)) continue;
    for (const look of screen.isPage ? LOOKS : LOOKS.slice(0, 1)) {
      const context = await visitor(browser, world, look);
      const page = await visit(context, { world, screen, complain: (what) => complaints.push(what) });
      // The colours of code and of regions come last. A page that asks again and again is never idle for long.
      await page.waitForLoadState("networkidle", { timeout: 3000 }).catch(() => undefined);
      const name = [screen.name, ...(look.device === "phone" ? ["phone"] : []), look.theme].join("-");
      await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: "disabled" });
      await context.close();
    }
    console.log(screen.name);
  }
} finally {
  await browser.close();
  await world.dispose();
  told.server.close();
}
for (const complaint of complaints) console.error(complaint);
process.exit(complaints.length > 0 ? 1 : 0);
