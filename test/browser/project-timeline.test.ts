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

  test("of a project in which nothing happened it says so", async () => {
    await deployed("quiet", "2.0.0", "production");
    const { page, complaints } = await own.browser.open(own.world, "/projects/quiet");
    await page.getByText("No events in the last 24 hours.").waitFor();
    await page.getByRole("link", { name: "2.0.0 → production" }).waitFor();
    expect(complaints).toEqual([]);
  });
});
