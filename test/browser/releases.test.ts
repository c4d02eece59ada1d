import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import * as z from "zod";
import { call } from "../stories/api.js";
import { until } from "../stories/until.js";
import { describeInBrowser } from "./in-browser.js";
import { makeProject } from "./make-project.js";

const Answered = z.looseObject({
  mute: z.looseObject({ users: z.number().optional() }).optional(),
  assignee: z.string().nullish(),
});

describeInBrowser("releases and deciding", (own) => {
  async function happens(project: string, type: string, version: string): Promise<string> {
    const error = { type, message: `${type} happened`, context: { version, userId: "anna" } };
    expect((await own.world.api().post(project, { errors: [error] })).status).toBe(201);
    await own.world.settled();
    return until(
      "it is listed",
      async () => (await own.world.api().issues(project)).find((issue) => issue.type === type)?.id,
    );
  }

  const asked = async (method: string, path: string, body?: object) => {
    const headers = { "content-type": "application/json" };
    const sent = body === undefined ? {} : { headers, body: JSON.stringify(body) };
    const { status, text } = await call(own.world.url + path, { method, key: own.world.masterKey, ...sent });
    expect(status, text).toBeLessThan(300);
    return Answered.parse(JSON.parse(text));
  };
  const press = async (page: Page, keys: readonly string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  test("by keys from the list of releases to what came back in one, and to the issue", async () => {
    const issue = await happens("shop", "BackError", "1.0.0");
    await asked("POST", "/v1/projects/shop/releases", {
      version: "shop/1.1.0",
      commits: [{ id: "9fceb02ab3", message: "cart: total of nothing", author: "Ada" }],
      deploy: { environment: "production" },
    });
    await asked("PATCH", `/v1/projects/shop/issues/${issue}`, { status: "resolved", in: "shop/1.1.0" });
    await happens("shop", "BackError", "shop/1.1.0");
    await happens("shop", "NewError", "shop/1.1.0");
    const { page, complaints } = await own.browser.open(own.world, "/projects/shop");
    await page.getByRole("link", { name: /NewError/ }).waitFor();
    await press(page, ["g", "r"]);
    await page.waitForURL("**/projects/shop/releases");
    const row = page.getByRole("listitem").filter({ hasText: "shop/1.1.0" });
    await row.getByText("deployed to production").waitFor();
    expect((await row.locator("p.text-sm").allTextContents()).join(", ")).toBe(
      "New 1, Regressed 1, Resolved 1, Events 2, Users 1",
    );

    await row.getByRole("link").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "shop/1.1.0" }).waitFor();
    await page
      .getByRole("list", { name: "New issues" })
      .getByRole("link", { name: /NewError/ })
      .waitFor();
    await page
      .getByRole("list", { name: "Resolved issues" })
      .getByRole("link", { name: /BackError/ })
      .waitFor();
    await page.getByText("cart: total of nothing").waitFor();
    await page.getByRole("list", { name: "Regressed issues" }).getByRole("link").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: /BackError/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("the palette leads there, and where there are none it says how they are announced", async () => {
    await makeProject(own.world, "quiet");
    const { page } = await own.browser.open(own.world, "/projects/quiet");
    await page.getByText("Waiting for the first error").waitFor();
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").waitFor();
    await page.keyboard.type("releases");
    await page.keyboard.press("Enter");
    await page.getByText("No releases yet").waitFor();
    await page.getByText("/v1/projects/quiet/releases").waitFor();
    await page.getByText("sentry-cli releases new").waitFor();
  });

  test("an issue is muted until many events come at once, and given to somebody and back, by keys", async () => {
    const issue = await happens("muted", "LoudError", "1.0.0");
    const path = `/v1/projects/muted/issues/${issue}`;
    const { page, complaints } = await own.browser.open(own.world, `/projects/muted/issues/${issue}`);
    await page.getByRole("heading", { level: 1, name: /LoudError/ }).waitFor();
    const dialog = page.getByRole("dialog");
    await page.keyboard.press("m");
    await dialog.getByLabel("How long").selectOption("Until it happens often");
    await dialog.getByLabel("Within").selectOption("a day");
    await dialog.getByLabel("Number of events").focus();
    await page.keyboard.type("20");
    await page.keyboard.press("Enter");
    await until("it is muted", async () => {
      const { mute } = await asked("GET", path);
      if (mute !== undefined) expect(mute).toEqual({ count: 20, window: "day" });
      return mute;
    });
    await page.keyboard.press("m");
    await dialog.getByLabel("How long").selectOption("Until more users are affected");
    await dialog.getByLabel("Number of further users").focus();
    await page.keyboard.type("5");
    await page.keyboard.press("Enter");
    await until("it is muted for users", async () => {
      const { mute } = await asked("GET", path);
      return mute?.users === 6 || undefined;
    });
    await page.keyboard.press("a");
    await dialog.getByLabel("Name or e-mail address").focus();
    await page.keyboard.type("Ada");
    await page.keyboard.press("Enter");
    await page.getByText("1 assigned").waitFor();
    await page.getByRole("button", { name: "Undo" }).last().focus();
    await page.keyboard.press("Enter");
    await until("nobody has it", async () => (await asked("GET", path)).assignee === null || undefined);
    expect(complaints).toEqual([]);
  });

  test("a project resolves what was quiet for so many days, once it is told to", async () => {
    await makeProject(own.world, "tidy");
    const { page } = await own.browser.open(own.world, "/projects/tidy");
    await page.getByRole("navigation", { name: "Pages" }).waitFor();
    await press(page, ["g", "u"]);
    const field = page.getByLabel("Resolve issues after this many days without events");
    await field.waitFor();
    await field.focus();
    await press(page, ["Control+a", "3", "0", "Enter"]);
    await page.getByText("Saved. Applies to new events").waitFor();
    expect(await asked("GET", "/v1/projects/tidy")).toMatchObject({ autoResolveDays: 30 });
  });

  test("an issue's timeline tells of deploys, each with its release and place, and of one environment those made there", async () => {
    const happened = (environment: string) => ({
      type: "DeployedError",
      message: "happened",
      context: { version: "1.0.0", environment },
    });
    const errors = ["staging", "production"].map(happened);
    expect((await own.world.api().post("deploys", { errors })).status).toBe(201);
    await own.world.settled();
    for (const environment of ["staging", "production"])
      await asked("POST", "/v1/projects/deploys/releases", { version: "1.0.0", deploy: { environment } });
    const [issue] = await own.world.api().issues("deploys");
    const { page, complaints } = await own.browser.open(own.world, `/projects/deploys/issues/${issue?.id}`);
    await page.getByRole("heading", { level: 1, name: /DeployedError/ }).waitFor();
    await page.keyboard.press("t");
    await page.getByText("Show as table").click();
    const told = page.getByText(/^Deploys and new releases: /);
    await told.filter({ hasText: "1.0.0 → staging (" }).filter({ hasText: "1.0.0 → production (" }).waitFor();
    await page.getByLabel("Environment").selectOption("staging");
    await told.filter({ hasText: "1.0.0 → staging (" }).filter({ hasNotText: "production" }).waitFor();
    expect(complaints).toEqual([]);
  });
});
