import { expect, test } from "vitest";
import * as z from "zod";
import { call } from "../stories/api.js";
import { until } from "../stories/until.js";
import { happened } from "./happened.js";
import { describeInBrowser } from "./in-browser.js";

// What people stumbled over who used the pages for the first time.

describeInBrowser("at a second look", (own) => {
  /** Events as an SDK of Sentry's sends them; gives back the page of the issue they are. */
  const sent = async (project: string, events: readonly object[]): Promise<string> => {
    for (const event of events) {
      const answer = await call(`${own.world.url}/api/${project}/store?sentry_key=${own.world.clientKey}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(event),
      });
      expect(answer.status).toBe(200);
    }
    const issue = await until("all are counted", async () => {
      const [found] = await own.world.api().issues(project);
      return found?.count === events.length ? found : undefined;
    });
    return `/projects/${project}/issues/${issue.id}`;
  };

  const thrown = (frames: readonly object[], type = "ValueError", value = "it broke") => ({
    exception: { values: [{ type, value, stacktrace: { frames } }] },
  });

  const FRAME = {
    filename: "app/checkout.py",
    function: "confirm",
    lineno: 12,
    in_app: true,
    pre_context: ["def confirm(order):", "    total = order.total()"],
    context_line: "    return charge(order.customer, total)",
    post_context: ["", "def cancel(order):"],
    vars: { order: { id: 4711 }, total: "19.90" },
  };

  test("a value of the distribution, of people too, leads to a list that has the issue it was left from", async () => {
    const in_ = (environment: string, id: string) => ({ ...thrown([FRAME]), environment, user: { id } });
    const path = await sent("spread", [in_("staging", "anna"), in_("production", "bob")]);
    const { page, complaints } = await own.browser.open(own.world, path);
    for (const value of ["staging", "anna"]) {
      await page.getByRole("region", { name: "Distribution" }).getByRole("link", { name: value }).click();
      await page.waitForURL(`**query=*${value}*`);
      await page.getByRole("link", { name: "ValueError: it broke" }).click();
      await page.getByRole("heading", { level: 1, name: "ValueError: it broke" }).waitFor();
    }
    expect(complaints).toEqual([]);
  });

  test("at 1280 × 800 the code of the crash and its variables are seen without scrolling, under a long title", async () => {
    const long =
      "SQLSTATE[40001]: Serialization failure: 1213 Deadlock found when trying to get lock ".repeat(4);
    const path = await sent("fold", [thrown([FRAME], "Illuminate\\Database\\QueryException", long)]);
    const { page } = await own.browser.open(own.world, path);
    await page.setViewportSize({ width: 1280, height: 800 });
    const code = page.locator("[aria-current=location]");
    await code.waitFor();
    for (const seen of [code, page.getByText("4711").first()]) {
      const box = await seen.boundingBox();
      expect((box?.y ?? Number.POSITIVE_INFINITY) + (box?.height ?? 0)).toBeLessThan(800);
    }
    await page.locator("[aria-current=location] .code-keyword").waitFor();
  });

  test("of a stack without calls of one's own none is called that, and one without a name says so", async () => {
    const frames = ["?", "dispatch"].map((name) => ({
      filename: "lib/router.js",
      function: name,
      in_app: false,
    }));
    const { page } = await own.browser.open(own.world, await sent("foreign", [thrown(frames)]));
    const stack = page.getByRole("region", { name: "Stack" });
    await stack.getByText("dispatch").waitFor();
    await stack.getByText("(anonymous)").waitFor();
    expect(await stack.getByText("your code").count()).toBe(0);
    await page.getByText("Same error type, thrown from the same calls, none of them in your code.").waitFor();
  });

  test("the mark that opens a call stands on the line of its name, however long that is", async () => {
    const name = "Symfony\\Component\\HttpKernel\\EventListener\\RouterListener::".repeat(3);
    const frame = { ...FRAME, filename: `vendor/${"deep/".repeat(30)}listener.php`, function: name };
    const { page } = await own.browser.open(own.world, await sent("marks", [thrown([frame])]));
    const line = page.locator("summary").filter({ hasText: "RouterListener" });
    const mark = await line.locator("svg").boundingBox();
    const text = await line.getByText(name).boundingBox();
    expect(Math.abs((mark?.y ?? 0) - (text?.y ?? Number.NaN))).toBeLessThan(10);
  });

  test("of a class with a long name its last part is read in the list, and the whole is its title", async () => {
    const type = "Symfony\\Component\\HttpKernel\\Exception\\NotFoundHttpException";
    await sent("symfony", [thrown([FRAME], type, "No route found")]);
    const { page } = await own.browser.open(own.world, "/projects/symfony");
    const link = page.getByRole("link", { name: /^NotFoundHttpException: No route found/ });
    expect(await link.getAttribute("title")).toBe(`${type}: No route found`);
    await page.getByText("Trend, 24 hours").waitFor();
  });

  test("a logarithmic timeline names no count below zero", async () => {
    const path = await sent("axis", [thrown([FRAME]), thrown([FRAME])]);
    const { page } = await own.browser.open(own.world, path);
    await page.addInitScript(`
      window.drawn = [];
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
        window.drawn.push(text);
        return fillText.call(this, text, ...rest);
      };`);
    await page.goto(`${own.world.url}${path}?timeline=24h`);
    const axis = (): Promise<string[]> => page.evaluate("window.drawn");
    await until("it is drawn", async () => (await axis()).includes("1") || undefined);
    await page.evaluate("window.drawn = []");
    await page.getByLabel("Log scale").check();
    const drawn = await until("the other scale is drawn", async () => {
      const texts = await axis();
      return texts.includes("1") ? texts : undefined;
    });
    expect(drawn.filter((text) => /^[-−]/.test(text))).toEqual([]);
  });

  test("on a phone the timeline that is opened, which stands far above its button, comes into view", async () => {
    const path = await sent("far", [thrown([FRAME])]);
    const { page } = await own.browser.open(own.world, path);
    await page.setViewportSize({ width: 390, height: 844 });
    const button = page.getByRole("button", { name: "Open timeline" });
    await page.getByRole("region", { name: "Notifications" }).scrollIntoViewIfNeeded();
    await button.scrollIntoViewIfNeeded();
    expect(await page.evaluate("scrollY")).toBeGreaterThan(300);
    await button.click();
    await page.getByRole("region", { name: "Timeline" }).waitFor();
    await until("it is in view", async () => {
      const { y = -1 } = (await page.getByRole("heading", { name: "Timeline" }).boundingBox()) ?? {};
      return (y >= 0 && y < 844) || undefined;
    });
  });

  test("Escape ends a selection that was made by mouse", async () => {
    await happened(own.world, "chosen", ["FirstError", "SecondError"]);
    const { page } = await own.browser.open(own.world, "/projects/chosen");
    for (const type of ["FirstError", "SecondError"]) await page.getByLabel(`Select ${type}`).click();
    await page.getByText("2 selected").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("2 selected").waitFor({ state: "detached" });
    expect(await page.locator("main li input:checked").count()).toBe(0);
  });

  test("one issue is deleted after one question, which speaks of one", async () => {
    const path = await sent("gone", [thrown([FRAME])]);
    const { page } = await own.browser.open(own.world, path);
    await page.getByRole("button", { name: "Delete…" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete this issue?" });
    await dialog.getByText("This deletes its events so far").waitFor();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await page.waitForURL("**/projects/gone*");
    await until("it is gone", async () => (await own.world.api().issues("gone")).length === 0 || undefined);
  });

  test("a project is called as people call it, and SDKs are told the name it gets", async () => {
    const { page } = await own.browser.open(own.world, "/projects");
    await page.getByText("Total events").first().waitFor();
    await page.getByRole("button", { name: "New project" }).click();
    await page.getByLabel("Name").fill("Acme Shop");
    await page.getByText("SDKs send acme-shop, which cannot be changed later.").waitFor();
    await page.getByRole("button", { name: "Create project" }).click();
    await page.waitForURL("**/projects/acme-shop/setup");
    await page.getByRole("heading", { level: 1, name: "Setup · Acme Shop" }).waitFor();
  });

  test("a figure of one minute alone is a point of its chart", async () => {
    const { page } = await own.browser.open(own.world, "/status");
    await page.addInitScript(`
      window.points = 0;
      window.drawn = [];
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
        window.drawn.push(text);
        return fillText.call(this, text, ...rest);
      };
      const { arc } = Path2D.prototype;
      Path2D.prototype.arc = function (...where) {
        window.points += 1;
        return arc.apply(this, where);
      };`);
    const at = (minute: number) => ({ at: `2026-11-29T10:0${minute}:00Z`, value: 1092 });
    const metric = { name: "accepted", label: "Events accepted", unit: "count" };
    await page.route("**/v1/status", async (route) => {
      const answer = await route.fetch();
      const report = z
        .looseObject({ regions: z.array(z.object({ region: z.string() })) })
        .parse(await answer.json());
      const [A, B] = report.regions.map(({ region }) => region);
      const metrics = [
        { ...metric, region: A, points: [at(1), at(2), at(4)] },
        { ...metric, region: B, points: [at(3)] },
        { ...metric, name: "failed", label: "Requests failed", region: A, points: [{ ...at(1), value: 0 }] },
      ];
      await route.fulfill({ response: answer, json: { ...report, metrics } });
    });
    await page.reload();
    await page.getByRole("img", { name: /^Events accepted/ }).waitFor();
    await until("the chart is drawn", async () => (await page.evaluate("window.points")) || undefined);
    const drawn: string[] = await page.evaluate("window.drawn");
    expect(drawn).toContain("1");
    // Nothing happens half a time.
    expect(drawn).not.toContain("0.5");
  });

  test("who was notified is said once by name, and of tickets by number", async () => {
    await happened(own.world, "told", ["ToldError"]);
    const { page } = await own.browser.open(own.world, "/projects");
    await page.route("**/v1/projects/told/issues?*", async (route) => {
      const answer = await route.fetch();
      const list = z.looseObject({ issues: z.array(z.looseObject({})) }).parse(await answer.json());
      const notified = [
        { destination: "webhook hooks.example.com", reference: "told" },
        { destination: "webhook hooks.example.com" },
        { destination: "github acme/shop", reference: "41" },
      ];
      const issues = list.issues.map((issue) => ({ ...issue, notified }));
      await route.fulfill({ response: answer, json: { ...list, issues } });
    });
    await page.goto(`${own.world.url}/projects/told`);
    await page.getByTitle("Notified: webhook hooks.example.com, github acme/shop #41").waitFor();
  });
});
