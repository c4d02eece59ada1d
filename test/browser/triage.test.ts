import type { Route } from "playwright-core";
import { expect, test } from "vitest";
import { call } from "../stories/api.js";
import { until } from "../stories/until.js";
import { happened } from "./happened.js";
import { describeInBrowser } from "./in-browser.js";
import { showNew } from "./show-new.js";

const ISSUES = 2500;
const ISSUES_A_REQUEST = 500;

describeInBrowser("triage", (own) => {
  const statusesOf = async (project: string) =>
    Object.fromEntries((await own.world.api().issues(project)).map(({ type, status }) => [type, status]));

  test("what a page asks while its program loads, the program does not ask again", async () => {
    await happened(own.world, "early", ["EarlyError"]);
    const [issue] = await own.world.api().issues("early");
    const list = await own.browser.open(own.world, "/projects/early");
    await list.page.getByRole("link", { name: /EarlyError/ }).waitFor();
    // Before it asks whether there is news, which it does every few seconds from when it was first answered.
    const askedByList = [...list.asked];
    const single = await own.browser.open(own.world, `/projects/early/issues/${issue?.id}`);
    await single.page.getByRole("heading", { level: 1, name: /EarlyError/ }).waitFor();
    for (const asked of [askedByList, [...single.asked]]) {
      expect(asked.length).toBeGreaterThan(2);
      expect(asked.filter((address, place) => asked.indexOf(address) !== place)).toEqual([]);
    }
  });

  test("a list comes with under 90 KB of script: what draws charts is not among it", async () => {
    await happened(own.world, "light", ["LightError"]);
    const { page } = await own.browser.open(own.world, "/projects/light");
    await page.getByRole("link", { name: /LightError/ }).waitFor();
    const sizes: number[] = await page.evaluate(`performance
      .getEntriesByType("resource")
      .filter(({ initiatorType, name }) => initiatorType !== "fetch" && name.endsWith(".js"))
      .map(({ encodedBodySize }) => encodedBodySize)`);
    expect(sizes.length).toBeGreaterThan(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(90_000);
  });

  test("a part of the page that another build no longer has is had by loading the page anew", async () => {
    await happened(own.world, "parts", ["PartError"]);
    const { page } = await own.browser.open(own.world, "/projects/parts");
    await page.getByRole("link", { name: /PartError/ }).waitFor();
    let isOtherBuild = true;
    page.once("load", () => {
      isOtherBuild = false;
    });
    const isMissed = page.waitForRequest("**/assets/palette-*.js");
    await page.route("**/assets/palette-*.js", (route) =>
      isOtherBuild ? route.fulfill({ status: 404 }) : route.continue(),
    );
    const loadedAnew = page.waitForEvent("load");
    await page.keyboard.press("Control+k");
    await isMissed;
    await loadedAnew;
    await page.getByRole("link", { name: /PartError/ }).waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").waitFor();
  });

  test("a key pressed the moment a page is drawn does what it stands for", async () => {
    const { page } = await own.browser.open(own.world, "/projects");
    await page.addInitScript(`new MutationObserver((_, observer) => {
      if (!document.querySelector("main")) return;
      observer.disconnect();
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true }));
    }).observe(document, { childList: true, subtree: true })`);
    await page.reload();
    await page.getByRole("dialog").getByRole("combobox").waitFor();
  });

  test("what is typed while the palette is still fetched decides nothing on the page", async () => {
    await happened(own.world, "slow", ["SlowError"]);
    const { page } = await own.browser.open(own.world, "/projects/slow");
    await page.getByRole("link", { name: /SlowError/ }).waitFor();
    const held: Route[] = [];
    await page.route("**/assets/palette-*.js", (route) => {
      held.push(route);
    });
    for (const key of ["j", "x"]) await page.keyboard.press(key);
    await page.getByText("1 selected").waitFor();
    for (const key of ["Control+k", "r", "i"]) await page.keyboard.press(key);
    await until("the palette is asked for", async () => held.length > 0 || undefined);
    for (const route of held) await route.continue();
    await page.getByRole("dialog").getByRole("combobox").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("1 selected").waitFor();
    expect(await statusesOf("slow")).toEqual({ SlowError: "unresolved" });
  });

  test("by keyboard alone: move, mark, resolve, search, open, ignore, go back", async () => {
    await happened(own.world, "keys", ["FirstError", "SecondError", "ThirdError"]);
    const { page, complaints } = await own.browser.open(own.world, "/projects/keys");
    await page.getByRole("link", { name: /FirstError/ }).waitFor();
    const { keyboard } = page;
    await keyboard.press("j");
    await keyboard.press("x");
    await keyboard.press("j");
    await keyboard.press("x");
    await page.getByText("2 selected").waitFor();
    await keyboard.press("r");
    await until("two are resolved", async () => {
      const resolved = Object.values(await statusesOf("keys")).filter((status) => status === "resolved");
      return resolved.length === 2 || undefined;
    });
    const [left = ""] =
      Object.entries(await statusesOf("keys")).find(([, status]) => status === "unresolved") ?? [];
    await keyboard.press("/");
    await keyboard.type(left);
    await keyboard.press("Enter");
    await page.waitForURL(`**query=${left}*`);
    await page.getByRole("link", { name: new RegExp(left) }).waitFor();
    // Once to clear the search, once to leave it.
    await keyboard.press("Escape");
    await keyboard.press("Escape");
    await page.waitForURL((url) => url.search === "");
    await page.getByRole("link", { name: new RegExp(left) }).waitFor();
    await keyboard.press("j");
    await keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: `${left}: ${left} happened` }).waitFor();
    await keyboard.press("i");
    await page.getByText("Ignored", { exact: true }).first().waitFor();
    await keyboard.press("u");
    await page.waitForURL("**/projects/keys*");
    await until("it is ignored", async () => (await statusesOf("keys"))[left] === "ignored" || undefined);
    expect(complaints).toEqual([]);
  });

  test("of many decided at once, the one that is gone says so and stays, the others are done", async () => {
    await happened(own.world, "bulk", ["KeptError", "OtherError", "GoneError"]);
    const { page, complaints } = await own.browser.open(own.world, "/projects/bulk");
    await page.getByRole("link", { name: /GoneError/ }).waitFor();
    const gone = (await own.world.api().issues("bulk")).find(({ type }) => type === "GoneError");
    const path = `${own.world.url}/v1/projects/bulk/issues/${gone?.id}`;
    await page.getByLabel("Select all shown").check();
    expect((await call(path, { method: "DELETE", key: own.world.masterKey })).status).toBe(204);
    await page.getByRole("toolbar").getByRole("button", { name: "Resolve", exact: true }).click();
    await page.getByText("2 resolved, 1 failed. Those stay selected, with the reason.").waitFor();
    await page.getByText("1 selected").waitFor();
    await until("the others are resolved", async () => {
      expect(await statusesOf("bulk")).toEqual({ KeptError: "resolved", OtherError: "resolved" });
      return true;
    });
    expect(complaints).toEqual([]);
  });

  test(`${ISSUES} issues are paged through, every one of them once`, async () => {
    for (let sent = 0; sent < ISSUES; sent += ISSUES_A_REQUEST) {
      const errors = Array.from({ length: ISSUES_A_REQUEST }, (_, place) => {
        const number = String(sent + place).padStart(5, "0");
        return { type: `Error${number}`, message: `number ${number}` };
      });
      expect((await own.world.api().post("many", { errors })).status).toBe(201);
    }
    await until("all are folded", async () => {
      await own.world.settled();
      return (await own.world.api().issues("many")).length === ISSUES || undefined;
    });
    const { page, complaints } = await own.browser.open(own.world, "/projects/many");
    await page.getByRole("button", { name: "Show more" }).waitFor();
    await until("the end of the list", async () => {
      // At once, where the key would glide, and begin anew with each press.
      await page.evaluate("scrollTo(0, document.body.scrollHeight)");
      // Not by its text: looking through so much costs more than drawing it.
      return (await page.locator("li a[id^=issue-]").count()) >= ISSUES || undefined;
    });
    await page.getByText("No more issues").waitFor();
    // What is out of sight has text, but none that is drawn.
    const titles = await page.locator("li a[id^=issue-]").allTextContents();
    expect(titles).toHaveLength(ISSUES);
    expect(new Set(titles).size).toBe(ISSUES);
    expect(complaints).toEqual([]);
  });

  test("a regression shows itself, without a reload", async () => {
    await happened(own.world, "back", ["BackError"]);
    const [issue] = await own.world.api().issues("back");
    const path = `/v1/projects/back/issues/${issue?.id}`;
    const resolved = await call(own.world.url + path, {
      method: "PATCH",
      key: own.world.masterKey,
      headers: { "content-type": "application/json" },
      body: '{"status":"resolved"}',
    });
    expect(resolved.status).toBe(200);
    const { page: list, complaints } = await own.browser.open(own.world, "/projects/back?status=regressed");
    const { page: one } = await own.browser.open(own.world, `/projects/back/issues/${issue?.id}`);
    await list.getByText("No regressions").waitFor();
    await one.getByText("Resolved", { exact: true }).waitFor();
    await own.world.api().post("back", { errors: [{ type: "BackError", message: "BackError happened" }] });
    await showNew(list, list.getByRole("link", { name: /BackError/ }));
    await one.getByText("Regressed", { exact: true }).waitFor();
    expect(complaints).toEqual([]);
  });
});
