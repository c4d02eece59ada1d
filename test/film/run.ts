import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { launchChromium, signIn } from "../chromium.js";
import { ROOT } from "../repository/source.js";
import { seed } from "../screens/seed.js";
import { visitor } from "../screens/visitor.js";
import { runningWorld } from "../stories/running-world.js";
import { animatedWebp } from "./animated-webp.js";
import { story } from "./story.js";

// `npm run film`: the film at the top of the README, of a world of its own: docs/film.webp. With Chromium.

const SIZE = { width: 1200, height: 760 };
/** What a README may make people fetch. */
const BYTES_MAX = 1_500_000;

const world = await runningWorld();
const browser = await launchChromium();
try {
  await seed(world, { share: 0.4 });
  const context = await visitor(browser, world, { device: "desktop", theme: "light" });
  await signIn(context, world);
  const page = await context.newPage();
  await page.setViewportSize(SIZE);
  const { frames } = await story(world, page);
  const film = animatedWebp(frames, SIZE);
  if (film.length > BYTES_MAX)
    throw new Error(`the film has ${film.length} bytes, and may have ${BYTES_MAX}`);
  await writeFile(join(ROOT, "docs/film.webp"), film);
  const seconds = frames.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  console.log(`docs/film.webp: ${frames.length} pictures, ${seconds} s, ${film.length} bytes`);
} finally {
  await browser.close();
  await world.dispose();
}
process.exit(0);
