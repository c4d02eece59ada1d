import { expect, test } from "vitest";
import { call } from "../stories/api.js";
import { describeInBrowser } from "./in-browser.js";

describeInBrowser("a project's timeline", (own) => {
  async function happens(project: string, environment: string, count: number): Promise<void> {
    const error = { type: "CartError", message: "it broke", context: { environment, version: "1.0.0" } };
    const errors = Array.from({ length: count }, () => error);
    expect((await own.world.api().post(project, { errors })).status).toBe(201);
  }

  async function deployed(project: string, version: string, environment: string): Promise<void> {
    const { status, text } = await call(`${own.world.url}/v1/projects/${project}/releases`, {
      method: "POST",
      key: own.world.masterKey,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ version, deploy: { environment } }),
    });
    expect(status, text).toBe(201);
  }

  test("by keyboard: it counts what the list's environment says, leads to what was deployed, and stays put away", async () => {
    await happens("shop", "production", 3);
    await happens("shop", "staging", 4);
    await deployed("shop", "1.0.0", "production");
    await own.world.settled();
    const { page, complaints } = await own.browser.open(own.world, "/projects/shop");
    const timeline = page.getByRole("region", { name: "Events of the project" });
    await timeline.getByRole("img", { name: "24 hours: 7 events" }).waitFor();
    // Each region's figure stands beside its colour.
    await timeline
      .getByText(/us-east-1 7/)
      .locator(".bg-region-a")
      .waitFor();
    await timeline
      .getByText(/us-west-2 0/)
      .locator(".bg-region-b")
      .waitFor();
    await page.getByLabel("Environment").selectOption("staging");
    await timeline.getByRole("img", { name: "24 hours: 4 events" }).waitFor();
    expect(await timeline.getByRole("link").count()).toBe(0);
    await page.getByLabel("Environment").selectOption("production");
    await timeline.getByRole("img", { name: "24 hours: 3 events" }).waitFor();
    await page.getByLabel("Chart").selectOption("14 days");
    await timeline.getByRole("img", { name: "14 days: 3 events" }).waitFor();

    await page.keyboard.press("t");
    await timeline.getByRole("img").waitFor({ state: "detached" });
    await page.reload();
    await timeline.getByRole("button", { name: "Open timeline" }).press("Enter");
    await timeline.getByRole("link", { name: "1.0.0 → production" }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "1.0.0" }).waitFor();
    expect(complaints).toEqual([]);
  });

  test.each([
    ["open", true],
    ["put away", false],
  ])(
    "the list stays where it is while its timeline, which is %s, and its environments come",
    async (_, showsTimeline) => {
      await happens("still", "production", 1);
      await happens("still", "staging", 1);
      await deployed("still", "1.0.0", "production");
      await own.world.settled();
      const { page } = await own.browser.open(own.world, "/projects");
      await page.setViewportSize({ width: 390, height: 844 });
      const settings = JSON.stringify({ showsTimeline });
      await page.evaluate(`localStorage.setItem("faultline", ${JSON.stringify(settings)})`);
      await page.addInitScript(`
      window.shifts = [];
      new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value)))
        .observe({ type: "layout-shift", buffered: true });`);
      // Each part comes with what is asked for alone, and later than what was there.
      await page.route(/\/v1\/projects\/still\/(?!issues)/, async (route) => {
        await page.getByRole("link", { name: /CartError/ }).waitFor();
        await route.continue();
      });
      await page.goto(`${own.world.url}/projects/still`);
      const timeline = page.getByRole("region", { name: "Events of the project" });
      if (showsTimeline) await timeline.getByRole("link", { name: "1.0.0 → production" }).waitFor();
      await timeline.getByRole("button").waitFor();
      await page.getByRole("option", { name: "staging" }).waitFor({ state: "attached" });
      await page.evaluate(
        "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))",
      );
      const shifts: number[] = await page.evaluate("window.shifts");
      expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.01);
    },
  );

  test("of a project in which nothing happened it says so", async () => {
    await deployed("quiet", "2.0.0", "production");
    const { page, complaints } = await own.browser.open(own.world, "/projects/quiet");
    await page.getByText("No events in the last 24 hours.").waitFor();
    await page.getByRole("link", { name: "2.0.0 → production" }).waitFor();
    expect(complaints).toEqual([]);
  });
});
