import { expect, test } from "vitest";
import { describeInBrowser } from "./in-browser.js";
import { makeProject } from "./make-project.js";

describeInBrowser("notifications as forms", (own) => {
  test("a pasted address is a destination; it is tried, changed, paused and removed, all by keyboard", async () => {
    await makeProject(own.world, "told");
    const { page, complaints } = await own.browser.open(own.world, "/projects/told/setup");
    const panel = page.getByRole("region", { name: "Notifications" });
    await panel.getByText(/Nobody is notified yet/).waitFor();
    await panel.getByLabel("Paste a webhook URL").fill("http://127.0.0.1:9/hook");
    await page.keyboard.press("Enter");
    const row = panel.getByRole("listitem").filter({ hasText: "webhook 127.0.0.1" });
    await row.getByText(/first event and regressions/).waitFor();
    await row.getByRole("button", { name: /^Test:/ }).press("Enter");
    await row.getByText(/^Not delivered to webhook 127\.0\.0\.1: /).waitFor();

    await row.getByRole("button", { name: /^Edit:/ }).press("Enter");
    const form = page.getByRole("dialog");
    await form.getByLabel("Notify of").selectOption("every");
    await form.getByLabel("From event").fill("30");
    await form.getByLabel("Every … events").fill("5");
    await form.getByLabel("Events (optional)").fill("100");
    await form.getByLabel("Users (optional)").fill("50");
    await form.getByLabel("unusually many events in an hour").press("Space");
    await form.getByLabel("Every … events").press("Enter");
    await row
      .getByText(/from event 30, every 5th · 100 events in 15 min · 50 users · unusual hours/)
      .waitFor();
    await row.getByRole("button", { name: /^Edit:/ }).press("Enter");
    await form.getByLabel("Users (optional)").fill("1");
    await form.getByLabel("Users (optional)").press("Enter");
    await form.getByRole("alert").filter({ hasText: "also.users" }).waitFor();
    await form.getByLabel("Users (optional)").fill("");
    await form.getByLabel("Users (optional)").press("Enter");
    await row.getByText(/100 events in 15 min · unusual hours/).waitFor();

    await row.getByRole("button", { name: /^Edit:/ }).press("Enter");
    await form.getByLabel("Name in lists (optional)").fill("Ops");
    await form.getByLabel("Name in lists (optional)").press("Enter");
    await panel.getByText("webhook Ops").waitFor();
    await panel.getByRole("button", { name: "Edit: webhook Ops" }).press("Enter");
    await form.getByLabel("Name in lists (optional)").fill("");
    await form.getByLabel("Name in lists (optional)").press("Enter");

    await row.getByRole("button", { name: /^Pause:/ }).press("Enter");
    await row.getByText(/^paused/).waitFor();
    await row.getByRole("button", { name: /^Resume:/ }).press("Enter");
    await row.getByRole("button", { name: /^Pause:/ }).waitFor();
    await row.getByRole("button", { name: /^Remove:/ }).press("Enter");
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).press("Enter");
    await panel.getByText(/Nobody is notified yet/).waitFor();
    expect(complaints).toEqual([]);
  });

  test("mail and tickets are added by their forms, and a secret is kept when something else changes", async () => {
    await makeProject(own.world, "tickets");
    const { page, complaints } = await own.browser.open(own.world, "/projects/tickets/setup");
    const panel = page.getByRole("region", { name: "Notifications" });
    await panel.getByRole("button", { name: "Add destination" }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Kind").selectOption("github");
    await form.getByLabel("Owner or group").fill("acme");
    await form.getByLabel("Repository").fill("shop");
    await form.getByRole("button", { name: "Save" }).click();
    await form.getByRole("alert").filter({ hasText: "userToken" }).waitFor();
    await form.getByLabel("Token").fill("ghp_keptkeptkept");
    await form.getByRole("button", { name: "Save" }).click();
    const row = panel.getByRole("listitem").filter({ hasText: "acme/shop" });
    await row.getByRole("button", { name: /^Edit:/ }).click();
    expect(await form.getByLabel("Token").inputValue()).toBe("");
    await form.getByLabel("Repository").fill("crm");
    await form.getByRole("button", { name: "Save" }).click();
    await panel.getByRole("listitem").filter({ hasText: "acme/crm" }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("a destination for all projects is set from their list, and told of those that have none of their own", async () => {
    await makeProject(own.world, "shared");
    const { page, complaints } = await own.browser.open(own.world, "/projects");
    await page.getByRole("link", { name: "Notify about all projects" }).press("Enter");
    await page.getByRole("heading", { level: 1, name: "Notify about all projects" }).waitFor();
    await page.getByText(/Nobody is notified yet/).waitFor();
    await page.getByLabel("Paste a webhook URL").fill("http://127.0.0.1:9/everything");
    await page.keyboard.press("Enter");
    const row = page.getByRole("listitem").filter({ hasText: "webhook 127.0.0.1" });
    await row.getByRole("button", { name: /^Test:/ }).press("Enter");
    await row.getByText(/^Not delivered to webhook 127\.0\.0\.1: /).waitFor();

    await page.goto(`${own.world.url}/projects/shared/setup`);
    const panel = page.getByRole("region", { name: "Notifications" });
    await panel.getByText(/no destination of its own, so those of all projects are notified/).waitFor();
    await panel.getByRole("listitem").filter({ hasText: "webhook 127.0.0.1" }).waitFor();
    expect(await panel.getByRole("button", { name: /^Remove:/ }).count()).toBe(0);
    await panel.getByLabel("Paste a webhook URL").fill("http://127.0.0.1:9/own");
    await page.keyboard.press("Enter");
    await panel.getByRole("button", { name: /^Remove:/ }).waitFor();
    expect(await panel.getByText(/those of all projects/).count()).toBe(0);

    await page.goto(`${own.world.url}/notifications`);
    await row.getByRole("button", { name: /^Remove:/ }).press("Enter");
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).press("Enter");
    await page.getByText(/Nobody is notified yet/).waitFor();
    expect(complaints).toEqual([]);
  });
});
