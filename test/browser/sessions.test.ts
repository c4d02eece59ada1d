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

  // A part that came later would push the button away between a press and its release, which is then no click.
  test.each([
    ["/projects/parts/setup", "**/v1/projects/parts/rules", "Revoke all links"],
    ["/projects/parts/setup", "**/v1/projects/parts/destinations", "Revoke all links"],
    ["/access", "**/v1/tokens", "Sign out everywhere"],
  ])("%s shows its parts once the last of them (%s) is known", async (path, last, button) => {
    expect((await own.world.api().post("parts", { errors: [{ type: "E", message: "m" }] })).status).toBe(201);
    const { page } = await own.browser.open(own.world, "/status");
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route(last, async (route) => {
      await answered;
      await route.continue();
    });
    const asked = page.waitForRequest(last);
    await page.goto(own.world.url + path);
    await asked;
    await page.locator("[data-loading]:visible").waitFor();
    await page.waitForFunction("document.querySelectorAll('h2').length > 3");
    expect(await page.getByRole("button", { name: button }).isVisible()).toBe(false);
    answer();
    await page.getByRole("button", { name: button }).waitFor();
    await page.context().close();
  });
});
