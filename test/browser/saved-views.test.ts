import { expect, test } from "vitest";
import { until } from "../stories/until.js";
import { happened } from "./happened.js";
import { describeInBrowser } from "./in-browser.js";

describeInBrowser("saved views", (own) => {
  test("a list is saved by its name, found again from the inbox and the palette, renamed, and removed, which is undone", async () => {
    await happened(own.world, "views", ["OneError", "TwoError"]);
    const { page, complaints } = await own.browser.open(
      own.world,
      "/projects/views?query=type:OneError&sort=count&status=all",
    );
    const menu = (name: string) => page.getByRole("button", { name, exact: true });
    await page.getByRole("link", { name: /OneError/ }).waitFor();
    await menu("Saved views").press("Enter");
    await page.getByRole("menuitem", { name: "Save this list…" }).press("Enter");
    const asked = page.getByRole("dialog", { name: "Save this list" });
    await asked.getByLabel("Name").fill("Only the first");
    await asked.getByLabel("Name").press("Enter");
    await page.getByText("Saved as Only the first").waitFor();
    await menu("Saved views: Only the first").waitFor();

    await page.goto(`${own.world.url}/issues`);
    await menu("Saved views").click();
    await page.getByRole("menuitemradio", { name: "Only the first · views" }).press("Enter");
    await menu("Saved views: Only the first").waitFor();
    // That all environments are meant stands in the address until it is kept.
    await page.waitForURL(({ searchParams }) => !searchParams.has("env"));
    const shown = new URL(page.url());
    expect([shown.pathname, Object.fromEntries(shown.searchParams)]).toEqual([
      "/projects/views",
      { query: "type:OneError", sort: "count", status: "all" },
    ]);
    await page.getByRole("link", { name: /OneError/ }).waitFor();
    expect(await page.getByRole("link", { name: /TwoError/ }).count()).toBe(0);

    await menu("Saved views: Only the first").click();
    await page.getByRole("menuitem", { name: "Rename Only the first…" }).click();
    const renaming = page.getByRole("dialog", { name: "Rename this view" });
    await renaming.getByLabel("Name").fill("First");
    await renaming.getByRole("button", { name: "Save" }).click();
    await menu("Saved views: First").waitFor();

    await page.goto(`${own.world.url}/projects`);
    await page.getByRole("link", { name: "views" }).first().waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Commands" }).fill("View: Fi");
    await page.getByRole("option", { name: "View: First" }).waitFor();
    await page.keyboard.press("Enter");
    await menu("Saved views: First").click();
    await page.getByRole("menuitem", { name: "Remove First" }).click();
    await menu("Saved views").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await menu("Saved views: First").waitFor();
    expect(complaints).toEqual([]);
  });

  test("a view of all environments is of all of them, whichever was chosen last", async () => {
    const errors = ["production", "staging"].map((environment) => ({
      type: "SomeError",
      message: "happened",
      context: { environment },
    }));
    expect((await own.world.api().post("places", { errors })).status).toBe(201);
    await until(
      "both are folded",
      async () => (await own.world.api().issues("places")).some(({ count }) => count === 2) || undefined,
    );
    const { page, complaints } = await own.browser.open(own.world, "/projects/places");
    await page.getByRole("button", { name: "Saved views" }).click();
    await page.getByRole("menuitem", { name: "Save this list…" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Everywhere");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Saved views: Everywhere" }).waitFor();
    await page.getByLabel("Environment").selectOption("staging");
    await page.getByRole("button", { name: "Saved views", exact: true }).click();
    await page.getByRole("menuitemradio", { name: "Everywhere" }).click();
    await page.getByRole("button", { name: "Saved views: Everywhere" }).waitFor();
    expect(await page.getByLabel("Environment").inputValue()).toBe("");
    expect(complaints).toEqual([]);
  });
});
