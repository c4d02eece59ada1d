import { afterAll, beforeAll } from "vitest";
import { describeNeeding } from "../needing.js";
import { type RunningWorld, runningWorld } from "../stories/running-world.js";
import { type TestBrowser, testBrowser } from "./browser.js";

/** What a suite has of its own, from its first hook on. */
interface Own {
  readonly world: RunningWorld;
  readonly browser: TestBrowser;
}

/** Declares a suite of stories told in Chromium, over a world that is started for it and ended after it. */
export function describeInBrowser(what: string, suite: (own: Own) => void): void {
  describeNeeding("chromium", what, () => {
    let started: Own | undefined;
    const own = (): Own => {
      if (!started) throw new Error("neither a world nor a browser is there before the first hook has run");
      return started;
    };
    beforeAll(async () => {
      const [world, browser] = await Promise.all([runningWorld(), testBrowser()]);
      started = { world, browser };
    });
    afterAll(async () => {
      await started?.browser.close();
      await started?.world.dispose();
    });
    suite({
      get world() {
        return own().world;
      },
      get browser() {
        return own().browser;
      },
    });
  });
}
