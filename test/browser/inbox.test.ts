import { expect, test } from "vitest";
import { call } from "../stories/api.js";
import { happened } from "./happened.js";
import { describeInBrowser } from "./in-browser.js";

describeInBrowser("inbox", (own) => {
  const statusOf = async (project: string, wanted: string) =>
    (await own.world.api().issues(project)).find(({ type }) => type === wanted)?.status;

  test("by keyboard alone: to all issues, decide those of two projects at once, take it back, search, open one", async () => {
    await happened(own.world, "shop", ["CartError"]);
    await happened(own.world, "desk", ["TicketError"]);
    const { page, complaints } = await own.browser.open(own.world, "/status");
    const { keyboard } = page;
    await page.getByRole("link", { name: "All issues" }).waitFor();
    await keyboard.press("g");
    await keyboard.press("n");
    await page.waitForURL("**/issues");
    const cart = page.getByRole("listitem").filter({ hasText: "CartError" });
    await cart.getByText("shop", { exact: true }).waitFor();
    const ticket = page.getByRole("listitem").filter({ hasText: "TicketError" });
    await ticket.getByText("desk", { exact: true }).waitFor();
    for (const type of ["CartError", "TicketError"])
      await page.getByLabel(`Select ${type}: ${type} happened`).press("Space");
    await page.getByText("2 selected").waitFor();
    await keyboard.press("r");
    await page.getByText("2 resolved").waitFor();
    expect(await statusOf("shop", "CartError")).toBe("resolved");
    expect(await statusOf("desk", "TicketError")).toBe("resolved");
    await page.getByRole("button", { name: "Undo" }).press("Enter");
    await cart.waitFor();
    expect(await statusOf("desk", "TicketError")).toBe("unresolved");
    await keyboard.press("/");
    await keyboard.type("cart*");
    await keyboard.press("Enter");
    await page.waitForURL("**/issues?query=cart*");
    await page.getByText("1 shown").waitFor();
    expect(await ticket.count()).toBe(0);
    await keyboard.press("Escape");
    await keyboard.press("Escape");
    await ticket.waitFor();
    await cart.getByRole("link").press("Enter");
    await page.getByRole("heading", { level: 1, name: /CartError/ }).waitFor();
    await page.waitForURL("**/projects/shop/issues/*");
    expect(complaints).toEqual([]);
  });

  test("the palette finds issues by their words, and an id leads straight there without waiting", async () => {
    await happened(own.world, "till", ["ReceiptError"]);
    const id = (await own.world.api().issues("till")).find(({ type }) => type === "ReceiptError")?.id ?? "";
    const { page, complaints } = await own.browser.open(own.world, "/projects");
    const { keyboard } = page;
    const heading = page.getByRole("heading", { level: 1, name: /ReceiptError/ });
    const open = async (): Promise<void> => {
      await keyboard.press("Control+k");
      await page.getByRole("dialog").getByRole("combobox").waitFor();
    };
    await page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
    await open();
    await keyboard.type("receipt");
    const option = page.getByRole("option", { name: /TILL-\w{4,} ReceiptError/ });
    const [shortId = ""] = ((await option.textContent()) ?? "").split(" ");
    await keyboard.press("Enter");
    await heading.waitFor();
    const [occurrence] = await own.world.api().occurrences("till", id);
    for (const typed of [shortId, id, occurrence?.id ?? ""]) {
      await page.goto(`${own.world.url}/projects`);
      await page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
      await open();
      await keyboard.type(typed);
      await keyboard.press("Enter");
      await heading.waitFor();
    }
    await page.waitForURL(`**/projects/till/issues/${id}/occurrences/${occurrence?.id}`);
    expect(complaints).toEqual([]);
  });

  test("what is no search says where and why at the box, and the help beside it says what is one", async () => {
    await happened(own.world, "help", ["HelpError"]);
    const { page, complaints } = await own.browser.open(own.world, "/issues");
    const { keyboard } = page;
    const found = page.getByRole("link", { name: /HelpError/ });
    await found.waitFor();
    await keyboard.press("/");
    await keyboard.type("help* is:gone");
    await keyboard.press("Enter");
    await page.getByText(/At character 10 of the search: /).waitFor();
    expect(await page.locator("mark").textContent()).toBe("gone");
    expect(await page.getByLabel("Search issues").getAttribute("aria-invalid")).toBe("true");
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await page.getByRole("dialog").getByText("is:unresolved").waitFor();
    await keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await keyboard.press("/");
    await keyboard.type("help*");
    await keyboard.press("Enter");
    await found.waitFor();
    expect(await page.locator("mark").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("a search that finds nothing says where it looked, leads to all issues, and to what can be searched for", async () => {
    await happened(own.world, "done", ["DoneError"]);
    const [issue] = await own.world.api().issues("done");
    const resolved = await call(`${own.world.url}/v1/projects/done/issues/${issue?.id}`, {
      method: "PATCH",
      key: own.world.masterKey,
      headers: { "content-type": "application/json" },
      body: '{"status":"resolved"}',
    });
    expect(resolved.status).toBe(200);
    await own.world.settled();
    const { page, complaints } = await own.browser.open(own.world, "/projects/done?query=DoneError");
    await page.getByText("No issue under Unresolved matches “DoneError”.").waitFor();
    await page.getByRole("main").getByRole("button", { name: "How to search" }).last().press("Enter");
    await page.getByRole("dialog").getByText("is:unresolved").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Search in all" }).press("Enter");
    await page.getByRole("link", { name: /DoneError/ }).waitFor();
    expect(complaints).toEqual([]);
  });
});
