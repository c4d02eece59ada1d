import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BrowserContext, Page } from "playwright-core";
import * as z from "zod";
import { launchChromium, signIn } from "../chromium.js";
import { KEYS } from "../infra/invoke.js";
import { ROOT } from "../repository/source.js";
import { SAMPLES } from "../screens/samples.js";
import { visitor } from "../screens/visitor.js";
import { ask } from "./client.js";
import type { EmulatedWorld, Region } from "./emulated-world.js";

const FOLDER = join(ROOT, "docs/emulated");
const A: Region = "us-east-1";
const B: Region = "us-west-2";
const PATIENCE_MILLISECONDS = 120_000;
const PAUSE_MILLISECONDS = 500;
const Issues = z.looseObject({
  issues: z.array(z.looseObject({ id: z.string(), title: z.string(), count: z.number() })),
});

/**
 * A region dies, as a browser sees it at the failover name, in pictures into `docs/emulated`: what the pages of the emulated
 * deployment show before, whom they come from afterwards, and the issue that the other region makes of it.
 */
export async function takePictures(world: EmulatedWorld, say: (line: string) => void): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const url = world.addresses.failover;
  const browser = await launchChromium();
  try {
    const context = await visitor(browser, { url }, { theme: "light", device: "desktop" });
    await signIn(context, { url, masterKey: KEYS.master });
    const seen = new Pictures(context, say);
    await post(world, "before", 4);
    await lookAround(world, [A, B]);
    await issuesIn(world, "shop", (issues) => issues.length >= 4 && sumOf(issues) >= 10);
    await seen.take("1-both-regions", "/status");
    await seen.take("2-errors", "/projects/shop");
    world.kill(A);
    say(`${A} is gone`);
    await post(world, "after", 6);
    await issuesIn(world, "shop", (issues) => issues.length >= 6);
    await seen.take("3-the-other-region-takes-them", "/projects/shop");
    await lookAround(world, [B]);
    const [alarm] = await issuesIn(world, "faultline", (issues) =>
      issues.some(({ title }) => title.includes(`${A} is unreachable`)),
    );
    await seen.take("4-a-region-is-gone", "/status");
    await seen.take("5-its-issue", `/projects/faultline/issues/${alarm?.id ?? ""}`);
  } finally {
    await browser.close();
  }
}

class Pictures {
  constructor(
    private readonly context: BrowserContext,
    private readonly say: (line: string) => void,
  ) {}

  async take(name: string, path: string): Promise<void> {
    const page: Page = await this.context.newPage();
    await page.setViewportSize({ width: 1120, height: 700 });
    await page.goto(path, { timeout: PATIENCE_MILLISECONDS });
    await page.waitForSelector("h1", { state: "attached", timeout: PATIENCE_MILLISECONDS });
    await page.waitForSelector("[data-loading]", { state: "detached", timeout: PATIENCE_MILLISECONDS });
    await page.evaluate("document.fonts.ready");
    await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: "disabled" });
    await page.close();
    this.say(`${name}.png`);
  }
}

/** A few of each kind of error, at the failover name. */
async function post({ addresses }: EmulatedWorld, when: string, kinds: number): Promise<void> {
  for (const [place, { type, value, file, function: name }] of SAMPLES.slice(0, kinds).entries()) {
    const stackTrace = `${type}: ${value}\n    at ${name} (${file}:${20 + place}:7)`;
    for (let turn = 0; turn <= 5 - Math.min(place, 4); turn++) {
      const { status, text } = await ask(addresses.failover, "/v0/projects/shop/errors", {
        key: KEYS.client,
        headers: { "idempotency-key": `${when}-${place}-${turn}` },
        body: { errors: [{ type, message: value, stackTrace }] },
      });
      if (status !== 201) throw new Error(`not taken: ${status} ${text}`);
    }
  }
}

/** What a minute's schedules do in regions that live. */
async function lookAround(world: EmulatedWorld, regions: readonly Region[]): Promise<void> {
  for (const region of regions) {
    await world.of("Sweep", region).invoke({});
    await world.of("Watch", region).invoke({});
  }
}

type Listed = z.infer<typeof Issues>["issues"];
const sumOf = (issues: Listed): number => issues.reduce((sum, { count }) => sum + count, 0);

/** A project's issues at the failover name, once they are so. */
async function issuesIn(
  world: EmulatedWorld,
  project: string,
  areSo: (issues: Listed) => boolean,
): Promise<Listed> {
  const until = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const { json } = await ask(world.addresses.failover, `/v1/projects/${project}/issues`);
    const { issues } = Issues.safeParse(json).data ?? { issues: [] };
    if (areSo(issues)) return issues;
    if (Date.now() > until) throw new Error(`${project} never was so: ${JSON.stringify(issues)}`);
    await sleep(PAUSE_MILLISECONDS);
  }
}
