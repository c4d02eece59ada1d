import { expect, test } from "vitest";
import { REGIONS } from "../stories/running-world.js";
import { until } from "../stories/until.js";
import { describeInBrowser } from "./in-browser.js";

describeInBrowser("access", (own) => {
  const statusWith = async (token: string, path: string) =>
    (await fetch(own.world.url + path, { headers: { authorization: `Bearer ${token}` } })).status;

  test("a token is made, used and revoked by the keyboard alone, and ends in both regions", async () => {
    expect((await own.world.api().post("shop", { errors: [{ type: "E", message: "one" }] })).status).toBe(
      201,
    );
    const { page, complaints } = await own.browser.open(own.world, "/projects");
    await page.getByRole("main").getByText("shop").first().waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("a");
    await page.getByRole("heading", { level: 1, name: "Access" }).waitFor();
    await page.getByLabel("Purpose").fill("nightly report");
    await page.getByLabel("Project").selectOption("shop");
    await page.getByLabel("Purpose").press("Enter");
    const token = (await page.getByRole("status").locator("code").textContent()) ?? "";
    expect(token).toMatch(/^[0-9a-f]{32}$/);
    expect(await statusWith(token, "/v1/projects/shop")).toBe(200);
    expect(await statusWith(token, "/v1/status")).toBe(403);
    const list = page.getByRole("list", { name: "Tokens" });
    await list.getByText("nightly report").waitFor();
    await page.getByRole("button", { name: "Revoke nightly report?" }).press("Enter");
    await page.getByRole("dialog").getByRole("textbox").fill("revoke");
    await page.keyboard.press("Enter");
    await list.getByText("No tokens yet.").waitFor();
    for (const region of REGIONS)
      await until("the token has ended", async () => {
        const headers = { authorization: `Bearer ${token}` };
        return (
          (await fetch(`${own.world.api(region).url}/v1/projects/shop`, { headers })).status === 403 ||
          undefined
        );
      });
    expect(complaints).toEqual([]);
  });

  test("a browser sees the other one signed in, signs it out, and finds all of it in the audit", async () => {
    const other = await own.browser.open(own.world, "/projects");
    await other.page.getByRole("main").waitFor();
    const { page, complaints } = await own.browser.open(own.world, "/access");
    const list = page.getByRole("list", { name: "Signed in" });
    await list.getByText("this browser").waitFor();
    const before = await list.getByRole("listitem").count();
    await list
      .getByRole("button", { name: /^Sign out / })
      .first()
      .press("Enter");
    await until(
      "one fewer is listed",
      async () => (await list.getByRole("listitem").count()) === before - 1 || undefined,
    );
    await page.reload();
    const audit = page.getByRole("list", { name: "Audit" });
    await audit
      .getByText(/DELETE \/v1\/sessions\/[0-9a-f]{32}/)
      .first()
      .waitFor();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as JSON lines" }).click();
    expect((await saved).suggestedFilename()).toBe("faultline-audit.jsonl");
    expect(complaints).toEqual([]);
  });

  test("setup makes the token a build needs, and what it is for is all that it does", async () => {
    const { page } = await own.browser.open(own.world, "/projects/shop/setup");
    await page.getByRole("button", { name: "Create a token for CI" }).click();
    const panel = page.getByRole("region", { name: "Source maps" });
    const token = (await panel.getByRole("status").locator("code").textContent()) ?? "";
    expect(await panel.locator("pre").textContent()).toContain(`x-api-key: ${token}`);
    const map = JSON.stringify({ version: 3, sources: ["a.ts"], names: [], mappings: "AAAA" });
    const path = "/v1/projects/shop/source-maps/1.0.0/app.js";
    const headers = { "x-api-key": token };
    expect((await fetch(own.world.url + path, { method: "PUT", headers, body: map })).status).toBe(204);
    expect((await fetch(`${own.world.url}/v1/projects/shop`, { method: "DELETE", headers })).status).toBe(
      403,
    );
  });
});
