import { expect, test } from "vitest";
import { call } from "../stories/api.js";
import { describeInBrowser } from "./in-browser.js";
import { makeProject } from "./make-project.js";

describeInBrowser("a first visit", (own) => {
  test("before there is a project, the list says how to come to one, and calls it as it was typed", async () => {
    const { page, complaints } = await own.browser.open(own.world, "/projects");
    await page.getByText("No projects yet").waitFor();
    await page.getByText("Faultline itself").waitFor();
    await page.getByText(/A project appears with its first error/).waitFor();
    await page.keyboard.press("n");
    await page.getByRole("dialog").getByLabel("Name").fill("Acme Desk");
    await page.keyboard.press("Enter");
    await page.getByText("Project Acme Desk created").waitFor();
    await page.waitForURL("**/projects/acme-desk/setup");
    await page.goto(`${own.world.url}/projects`);
    await page.getByRole("link", { name: "Acme Desk" }).waitFor();
    expect(await page.getByText("No projects yet").count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  test("a wrong key is told so, the right one leads to where one wanted to go, and signing out ends it", async () => {
    const { page, complaints } = await own.browser.open(own.world, "/status", { isSignedIn: false });
    const key = page.getByLabel("Master key");
    await key.fill("no-key-of-ours");
    await key.press("Enter");
    await page.getByText("Unknown key.").waitFor();
    await key.fill(own.world.clientKey);
    await key.press("Enter");
    await page.getByText("This key can only post errors.").waitFor();
    await key.fill(own.world.masterKey);
    await key.press("Enter");
    await page.waitForURL("**/status");
    // No script of the page, and so none that somebody smuggles in, can read what keeps one signed in.
    expect(await page.evaluate("document.cookie")).toBe("");
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL("**/sign-in");
    await page.goto(`${own.world.url}/projects`);
    await page.waitForURL("**/sign-in?to=*");
    expect(complaints).toEqual([]);
  });

  test("a key filled in and sent in one turn, as password managers do, is the key that is sent", async () => {
    const { page, complaints } = await own.browser.open(own.world, "/status", { isSignedIn: false });
    await page.getByLabel("Master key").fill("no-key-of-ours");
    await page.evaluate(`(async () => {
      const field = document.querySelector("form input");
      const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
      set.call(field, ${JSON.stringify(own.world.masterKey)});
      field.dispatchEvent(new Event("input", { bubbles: true }));
      await undefined;
      field.form.requestSubmit();
    })()`);
    await page.waitForURL("**/status");
    expect(complaints).toEqual([]);
  });

  test("setup waits for the first error, and leads to it when the copied line is run", async () => {
    await makeProject(own.world, "first");
    const { page, complaints } = await own.browser.open(own.world, "/projects/first/setup");
    await page.getByText("Waiting for the first error…").waitFor();
    await page.getByRole("button", { name: "curl", exact: true }).click();
    const snippet = (await page.getByRole("region", { name: "curl" }).locator("pre").textContent()) ?? "";
    const [, url = ""] = /curl -i (\S+)/.exec(snippet) ?? [];
    const [, key = ""] = /x-api-key: ([^']+)'/.exec(snippet) ?? [];
    const [, body = ""] = /-d '([^']+)'/.exec(snippet) ?? [];
    const headers = { "x-api-key": key, "content-type": "application/json" };
    expect((await fetch(url, { method: "POST", headers, body })).status).toBe(201);
    await page.getByText("First error received").waitFor();
    await page.getByRole("link", { name: "TypeError: Test error from curl" }).waitFor();
    await page.getByRole("link", { name: "Open issue" }).click();
    await page.getByRole("heading", { level: 1, name: "TypeError: Test error from curl" }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("a key is made and shown once, a test says what became of it, and source maps are listed", async () => {
    await makeProject(own.world, "keys");
    const { page, complaints } = await own.browser.open(own.world, "/projects/keys/setup");
    await page.getByLabel("Purpose").fill("checkout");
    await page.getByRole("button", { name: "Create", exact: true }).click();
    const shown = (await page.locator("code").textContent()) ?? "";
    const posted = await call(`${own.world.url}/v0/projects/keys/errors`, {
      method: "POST",
      key: shown,
      headers: { "content-type": "application/json" },
      body: '{"errors":[{"message":"by the new key"}]}',
    });
    expect(posted.status).toBe(201);
    const config = [{ type: "webhook", url: "http://127.0.0.1:9/hook" }];
    await page.getByText("All at once, as JSON").click();
    await page.getByLabel("Configs (JSON)").fill(JSON.stringify(config));
    await page.getByRole("button", { name: "Send test" }).click();
    await page.getByText(/Not delivered to webhook 127\.0\.0\.1: \S+/).waitFor();
    await page.reload();
    await page.getByText("checkout").waitFor();
    expect(await page.content()).not.toContain(shown);
    await page.getByText("Nothing uploaded yet").waitFor();
    const map = JSON.stringify({ version: 3, sources: ["a.js"], names: [], mappings: "AAAA" });
    const path = "/v1/projects/keys/source-maps/1.0.0/app.js";
    expect(
      (await call(own.world.url + path, { method: "PUT", key: own.world.masterKey, body: map })).status,
    ).toBe(204);
    await page.reload();
    await page
      .getByRole("list", { name: "Source maps" })
      .getByText(/app\.js\s*1\.0\.0/)
      .waitFor();
    expect(complaints).toEqual([]);
  });
});
