import { expect, test } from "vitest";
import { happened } from "./happened.js";
import { describeInBrowser } from "./in-browser.js";

describeInBrowser("comments", (own) => {
  test("Markdown is shown as it is meant and no markup, and what was said is changed, deleted, and said again", async () => {
    await happened(own.world, "shop", ["DiskError"]);
    const [issue] = await own.world.api().issues("shop");
    const { page, complaints } = await own.browser.open(own.world, `/projects/shop/issues/${issue?.id}`);
    const panel = page.getByRole("region", { name: "Activity" });
    const box = panel.getByLabel("Comment", { exact: true });
    await box.fill("It is **the disk** <b>again</b>, see [the runbook](https://example.com/disk)");
    await panel.getByRole("button", { name: "Comment", exact: true }).press("Enter");
    await panel.locator("strong", { hasText: "the disk" }).waitFor();
    await panel.getByText("<b>again</b>").waitFor();
    expect(await panel.getByRole("link", { name: "the runbook" }).getAttribute("href")).toBe(
      "https://example.com/disk",
    );
    const open = (): Promise<void> =>
      panel.getByRole("button", { name: "What to do with this comment" }).press("Enter");
    await open();
    await page.getByRole("menuitem", { name: "Edit" }).press("Enter");
    await panel.getByRole("textbox").last().fill("It is *the fan*");
    await panel.getByRole("button", { name: "Save" }).press("Enter");
    await panel.locator("em", { hasText: "the fan" }).waitFor();
    await panel.getByText("edited").waitFor();
    await open();
    await page.getByRole("menuitem", { name: "Delete" }).press("Enter");
    await page.getByText("Comment deleted").waitFor();
    await panel.locator("em").waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).press("Enter");
    await panel.locator("em", { hasText: "the fan" }).waitFor();
    expect(complaints).toEqual([]);
  });
});
