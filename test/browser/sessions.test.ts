import { expect, test } from "vitest";
import { describeInBrowser } from "./in-browser.js";

/** What stands in `to` of an address that looks like ours, and would lead elsewhere. */
const ELSEWHERE = [
  "https://evil.example/",
  "//evil.example/",
  "/\\evil.example/",
  "\\\\evil.example/",
  "/\t/evil.example/",
  "/.//evil.example/",
  "/x/..//evil.example/",
  "/%2Fevil.example/",
  "/%5Cevil.example/",
  "%2F%2Fevil.example/",
  "javascript:alert(1)",
  "/@evil.example:80/",
];

describeInBrowser("sessions", (own) => {
  test("signing in leads to a page of ours, whatever the address says", async () => {
    for (const to of ELSEWHERE) {
      const path = `/sign-in?to=${encodeURIComponent(to)}`;
      const { page, complaints } = await own.browser.open(own.world, path, { isSignedIn: false });
      await page.getByLabel("Master key").fill(own.world.masterKey);
      await page.keyboard.press("Enter");
      await page.waitForURL((url) => url.pathname !== "/sign-in");
      await page.waitForLoadState();
      expect([to, new URL(page.url()).origin, complaints]).toEqual([to, new URL(own.world.url).origin, []]);
      await page.context().close();
    }
  });

  test("signing out everywhere ends this browser's session and another one's", async () => {
    const other = await own.browser.open(own.world, "/projects");
    await other.page.getByRole("main").waitFor();
    const { page, complaints } = await own.browser.open(own.world, "/access");
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("sign out");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/sign-in");
    await other.page.reload();
    await other.page.waitForURL("**/sign-in*");
    expect(complaints).toEqual([]);
  });

  test("all links of a project are revoked from its setup, which then says since when", async () => {
    expect((await own.world.api().post("links", { errors: [{ type: "E", message: "m" }] })).status).toBe(201);
    const { page, complaints } = await own.browser.open(own.world, "/projects/links/setup");
    const panel = page.getByRole("region", { name: "Shared links" });
    await panel.getByRole("button", { name: "Revoke all links" }).click();
    await page.getByRole("dialog").getByRole("textbox").fill("revoke");
    await page.keyboard.press("Enter");
    await panel.getByText("All earlier ones were revoked").waitFor();
    expect(complaints).toEqual([]);
  });
});
