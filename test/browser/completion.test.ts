import { expect, test } from "vitest";
import { describeInBrowser } from "./in-browser.js";

describeInBrowser("completing a search", (own) => {
  async function happens(
    project: string,
    type: string,
    environment: string,
    version: string,
    tags: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const error = { type, message: `${type} happened`, context: { environment, version, tags } };
    expect((await own.world.api().post(project, { errors: [error] })).status).toBe(201);
  }

  test("by keyboard: a key, then its value, in a project's list and in all issues", async () => {
    await happens("shop", "CartError", "production", "1.2.0");
    await happens("shop", "StageError", "staging", "1.3.0");
    await happens("desk", "DeskError", "preview", "1.3.0");
    await own.world.settled();
    const { page, complaints } = await own.browser.open(own.world, "/projects/shop");
    const { keyboard } = page;
    const cart = page.getByRole("link", { name: /CartError/ });
    const stage = page.getByRole("link", { name: /StageError/ });
    await stage.waitFor();
    await keyboard.press("/");
    const box = page.getByRole("combobox", { name: "Search issues" });
    await keyboard.type("-en");
    await page.getByRole("listbox").getByRole("option", { name: "env:" }).waitFor();
    expect(await box.getAttribute("aria-expanded")).toBe("true");
    await keyboard.press("ArrowDown");
    await page.getByRole("listbox").getByRole("option", { name: "env:", selected: true }).waitFor();
    await keyboard.press("Tab");
    expect(await box.inputValue()).toBe("-env:");
    await page.getByRole("listbox").getByRole("option", { name: "staging" }).waitFor();
    await keyboard.press("ArrowDown");
    await keyboard.press("ArrowDown");
    const marked = page.getByRole("listbox").getByRole("option", { name: "staging", selected: true });
    await marked.waitFor();
    expect(await box.getAttribute("aria-activedescendant")).toBe(await marked.getAttribute("id"));
    await keyboard.press("Enter");
    expect(await box.inputValue()).toBe("-env:staging ");
    await page.waitForURL("**/projects/shop?query=-env*staging");
    await page.getByText("1 shown").waitFor();
    await cart.waitFor();
    expect(await page.getByRole("listbox").getByRole("option").count()).toBe(0);

    await page.goto(`${own.world.url}/issues`);
    await stage.waitFor();
    await keyboard.press("/");
    await keyboard.type("release:1.");
    await page.getByRole("listbox").getByRole("option", { name: "1.2.0" }).waitFor();
    await keyboard.press("Escape");
    await page.getByRole("listbox").getByRole("option").first().waitFor({ state: "detached" });
    expect(await box.inputValue()).toBe("release:1.");
    await keyboard.type("3");
    await page.getByRole("listbox").getByRole("option", { name: "1.3.0" }).click();
    await page.getByText("2 shown").waitFor();
    expect(await cart.count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("tags that events have, and their values, are completed like any key, bare and behind tag.", async () => {
    await happens("crm", "AcmeError", "production", "1.0.0", { customer: "acme", level: "gold" });
    await happens("crm", "OtherError", "production", "1.0.0", { customer: "initech" });
    await own.world.settled();
    const { page, complaints } = await own.browser.open(own.world, "/projects/crm");
    const { keyboard } = page;
    const box = page.getByRole("combobox", { name: "Search issues" });
    const option = (name: string) => page.getByRole("listbox").getByRole("option", { name, exact: true });
    await page.getByRole("link", { name: /OtherError/ }).waitFor();
    await keyboard.press("/");
    await keyboard.type("cust");
    await option("customer:").waitFor();
    await keyboard.press("ArrowDown");
    await keyboard.press("Tab");
    expect(await box.inputValue()).toBe("customer:");
    await option("initech").click();
    await page.waitForURL("**/projects/crm?query=customer*initech");
    await page.getByText("1 shown").waitFor();
    await keyboard.press("Escape");
    await keyboard.type("tag.");
    await option("tag.customer:").waitFor();
    await option("tag.level:").click();
    await option("gold").waitFor();
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await page.getByRole("link", { name: /AcmeError/ }).waitFor();
    await page.getByText("1 shown").waitFor();
    expect(complaints).toEqual([]);
  });

  test("on a phone the search is as wide as there is room beside its help", async () => {
    await happens("narrow", "SmallError", "production", "1.0.0");
    await own.world.settled();
    const { page, complaints } = await own.browser.open(own.world, "/projects/narrow");
    await page.setViewportSize({ width: 390, height: 844 });
    const box = page.getByRole("combobox", { name: "Search issues" });
    const views = page.getByRole("button", { name: "Saved views" });
    await views.waitFor();
    const [search, below] = [await box.boundingBox(), await views.boundingBox()];
    expect(search?.width).toBeGreaterThan(300);
    expect(below?.y).toBeGreaterThan((search?.y ?? 0) + (search?.height ?? 0));
    expect(complaints).toEqual([]);
  });

  test("an issue's occurrences are searched in the same words, completed, counted, and told what is no search", async () => {
    for (let turn = 0; turn < 3; turn++) await happens("till", "OneError", "staging", `1.${turn}.0`);
    await happens("till", "OneError", "production", "2.0.0");
    await own.world.settled();
    const [issue] = await own.world.api().issues("till");
    const { page, complaints } = await own.browser.open(own.world, `/projects/till/issues/${issue?.id}`);
    const { keyboard } = page;
    const list = page.locator("section").filter({ has: page.getByRole("heading", { name: "Occurrences" }) });
    await list.getByText("4 of 4", { exact: true }).waitFor();
    await keyboard.press("/");
    await keyboard.type("env:st");
    await page.getByRole("listbox").getByRole("option", { name: "staging" }).waitFor();
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await list.getByText("3 of 4", { exact: true }).waitFor();
    await keyboard.type("is:resolved");
    await keyboard.press("Enter");
    await page.getByText(/At character 13 of the search/).waitFor();
    expect(await page.locator("mark").textContent()).toBe("is:resolved");
    await keyboard.press("Escape");
    await keyboard.type("release:9");
    await keyboard.press("Enter");
    await page.getByText("No occurrence found.").waitFor();
    expect(complaints).toEqual([]);
  });
});
