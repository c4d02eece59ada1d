import { expect, test } from "vitest";
import { describeInBrowser } from "./in-browser.js";

describeInBrowser("environments", (own) => {
  /** So many errors of a type in an environment. */
  async function happens(project: string, type: string, environment: string, count: number): Promise<void> {
    const error = { type, message: `${type} happened`, context: { environment } };
    const errors = Array.from({ length: count }, () => error);
    expect((await own.world.api().post(project, { errors })).status).toBe(201);
  }

  test("by keyboard: an environment restates list and issue, stands in the address, and is remembered", async () => {
    await happens("shop", "CartError", "production", 2);
    await happens("shop", "CartError", "staging", 41);
    await happens("shop", "StageError", "staging", 3);
    await own.world.settled();
    const { page, complaints } = await own.browser.open(own.world, "/projects/shop");
    const cart = page.getByRole("listitem").filter({ hasText: "CartError" });
    const stage = page.getByRole("listitem").filter({ hasText: "StageError" });
    await cart.getByText("43", { exact: true }).waitFor();
    await stage.waitFor();

    const choice = page.getByLabel("Environment");
    await choice.getByRole("option", { name: "production" }).waitFor({ state: "attached" });
    await choice.focus();
    await page.keyboard.type("prod");
    await page.waitForURL("**/projects/shop?env=production");
    await cart.getByText("2", { exact: true }).waitFor();
    expect(await stage.count()).toBe(0);

    await cart.getByRole("link").press("Enter");
    await page.getByRole("heading", { level: 1, name: /CartError/ }).waitFor();
    await page.waitForURL("**/issues/*?env=production");
    await page.getByText("of 43", { exact: true }).waitFor();
    await page.keyboard.press("t");
    await page.getByRole("img", { name: "Timeline: 2 events" }).waitFor();
    await page.getByLabel("Environment").selectOption("staging");
    await page.getByRole("img", { name: "Timeline: 41 events" }).waitFor();
    await page.waitForURL("**/issues/*?env=staging**");

    await page.goto(`${own.world.url}/issues`);
    await page.waitForURL("**/issues?env=staging");
    await cart.getByText("41", { exact: true }).waitFor();
    await page.getByLabel("Environment").selectOption("All environments");
    await cart.getByText("43", { exact: true }).waitFor();
    await page.waitForURL("**/issues");
    await page.goto(`${own.world.url}/projects/shop`);
    await stage.waitFor();
    await page.waitForURL("**/projects/shop");
    expect(complaints).toEqual([]);
  });

  test("a link shows what its sender saw, and an environment without issues says so and leads back", async () => {
    await happens("desk", "TicketError", "production", 1);
    await own.world.settled();
    const { page, complaints } = await own.browser.open(own.world, "/projects/desk?env=preview");
    await page.getByText("None of them happened in preview.").waitFor();
    expect(await page.getByLabel("Environment").inputValue()).toBe("preview");
    await page.getByRole("link", { name: "All environments" }).press("Enter");
    await page.getByRole("link", { name: /TicketError/ }).waitFor();
    await page.waitForURL("**/projects/desk");
    expect(complaints).toEqual([]);
  });

  test("an issue's header tells its first release and its last, not that of the event that came last", async () => {
    for (const version of ["1.2.0", "1.10.0", "1.9.0"]) {
      const error = { type: "OldError", message: "it broke", context: { version } };
      expect((await own.world.api().post("till", { errors: [error] })).status).toBe(201);
      await own.world.settled();
    }
    const [issue] = await own.world.api().issues("till");
    const { page, complaints } = await own.browser.open(own.world, `/projects/till/issues/${issue?.id}`);
    await page.getByText("1.2.0 → 1.10.0").waitFor();
    expect(complaints).toEqual([]);
  });
});
