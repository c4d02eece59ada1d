import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { launchChromium } from "../chromium.js";
import { describeNeeding } from "../needing.js";
import { type RunningWorld, runningWorld } from "../stories/running-world.js";
import { type Screen, screens } from "./screens.js";
import { seed } from "./seed.js";
import { visit } from "./visit.js";
import { type Look, visitor } from "./visitor.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const Violations = z.array(
  z.object({
    id: z.string(),
    impact: z.string().nullable(),
    nodes: z.array(z.object({ html: z.string() })),
  }),
);

describeNeeding(
  "chromium",
  "the pages can be used without seeing them, and run nothing that is written in",
  () => {
    let world: RunningWorld;
    let browser: Browser;
    let all: readonly Screen[];

    beforeAll(async () => {
      [world, browser] = await Promise.all([runningWorld(), launchChromium()]);
      await seed(world, { share: 0.1 });
      all = await screens(world);
    });
    afterAll(async () => {
      await browser?.close();
      await world?.dispose();
    });

    const found = async (screen: Screen, look: Look): Promise<string[]> => {
      const complaints: string[] = [];
      const context = await visitor(browser, world, look);
      const page = await visit(context, { world, screen, complain: (what) => complaints.push(what) });
      await page.evaluate(AXE);
      const violations = Violations.parse(
        await page.evaluate("axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)"),
      );
      await context.close();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      return [
        ...complaints,
        ...serious.map(({ id, nodes }) => `${screen.name} ${look.theme}: ${id}: ${nodes[0]?.html}`),
      ];
    };

    test("no page has a serious fault, full, empty, waiting or broken", async () => {
      const faults: string[] = [];
      for (const screen of all) faults.push(...(await found(screen, { theme: "light", device: "desktop" })));
      expect(all.length).toBeGreaterThan(15);
      expect(faults).toEqual([]);
    });

    test("nor in the dark, on a phone, in Japanese", async () => {
      const pages = all.filter(({ isPage }) => isPage);
      const faults: string[] = [];
      for (const screen of pages) {
        faults.push(...(await found(screen, { theme: "dark", device: "phone", language: "ja" })));
      }
      expect(pages).toHaveLength(10);
      expect(faults).toEqual([]);
    });
  },
);
