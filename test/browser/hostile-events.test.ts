import { beforeAll, expect, test } from "vitest";
import { until } from "../stories/until.js";
import { describeInBrowser } from "./in-browser.js";
import { makeProject } from "./make-project.js";

/** What runs when it is taken for markup, an attribute or an address. Each says where it got through. */
const attack = (place: string): string =>
  `${place}"'><img src=x onerror="alert('${place}')"><svg onload="alert('${place}')"></svg><script>alert('${place}')</script>`;

describeInBrowser("hostile events", (own) => {
  let issue: string;
  beforeAll(async () => {
    issue = await attacked();
  });

  /** Sends one event that attacks wherever it can, as an SDK of Sentry's would. Gives back its issue. */
  async function attacked(): Promise<string> {
    const number = await makeProject(own.world, "hostile");
    const event_id = "a".repeat(32);
    const frame = { filename: attack("file"), function: attack("function"), in_app: true, lineno: 1 };
    const code = { context_line: attack("code"), pre_context: [attack("before")], post_context: ["}"] };
    const event = {
      event_id,
      level: "error",
      release: attack("release"),
      environment: "production",
      transaction: attack("transaction"),
      tags: { [attack("tag-name")]: attack("tag-value"), colour: attack("colour") },
      user: { id: "1", email: attack("email") },
      request: {
        url: "javascript:alert('url')",
        method: "GET",
        headers: { "User-Agent": attack("user-agent") },
      },
      exception: {
        values: [
          { type: attack("type"), value: attack("message"), stacktrace: { frames: [{ ...frame, ...code }] } },
        ],
      },
      breadcrumbs: {
        values: [{ category: attack("category"), message: attack("crumb"), data: { a: attack("data") } }],
      },
      extra: { [attack("extra-name")]: { nested: attack("extra") } },
      contexts: { browser: { name: attack("browser") } },
    };
    const body = [{ event_id }, { type: "event" }, event].map((line) => JSON.stringify(line)).join("\n");
    const url = `${own.world.url}/api/${number}/envelope/?sentry_key=${own.world.clientKey}`;
    expect((await fetch(url, { method: "POST", body })).status).toBe(200);
    return until("the event is folded", async () => (await own.world.api().issues("hostile"))[0]?.id);
  }

  test("whatever an event says is shown as text: nothing runs, nothing is fetched, nothing is a link", async () => {
    for (const path of ["/projects", "/projects/hostile", `/projects/hostile/issues/${issue}`]) {
      const { page, complaints } = await own.browser.open(own.world, path);
      const foreign: string[] = [];
      page.on("request", (request) => {
        if (!request.url().startsWith(own.world.url)) foreign.push(request.url());
      });
      await page.getByText("hostile").or(page.getByText("alert('type')")).first().waitFor();
      if (path.includes("/issues/")) {
        await page.getByRole("heading", { name: "Occurrences" }).waitFor();
        await page.getByRole("heading", { name: "Distribution" }).waitFor();
        for (const place of ["type", "message", "file", "tag-value", "user-agent", "crumb", "extra", "code"])
          expect(await page.getByText(`alert('${place}')`).count(), place).toBeGreaterThan(0);
        await page.getByText("GET javascript:alert('url')").waitFor();
      }
      const found = await page.evaluate(
        "[document.querySelectorAll('img, #root script, svg[onload], a[href^=\"javascript\"]').length]",
      );
      expect([path, found, foreign, complaints]).toEqual([path, [0], [], []]);
      await page.context().close();
    }
  });

  test("should something get through after all, the policy keeps it from running", async () => {
    const { page, complaints } = await own.browser.open(own.world, "/projects");
    const policy =
      (await page.request.get(`${own.world.url}/projects`)).headers()["content-security-policy"] ?? "";
    const scripts = policy.split(";").find((part) => part.trim().startsWith("script-src"));
    expect(scripts?.trim()).toBe("script-src 'self'");
    await page.evaluate(
      "document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\" onerror=\"window.ran = true\">')",
    );
    await until(
      "the violation is told",
      () => complaints.some((line) => line.includes("Content Security Policy")) || undefined,
    );
    expect(await page.evaluate("window.ran")).toBeUndefined();
  });

  test("no page breaks its own policy", async () => {
    const pages = [
      "/projects/hostile/setup",
      "/status",
      `/projects/hostile/issues/${issue}`,
      "/nothing-here",
    ];
    for (const path of pages) {
      const { page, complaints } = await own.browser.open(own.world, path);
      await page.getByRole("heading").or(page.getByText("Page not found")).first().waitFor();
      await page.waitForLoadState("networkidle").catch(() => undefined);
      expect([path, complaints]).toEqual([path, []]);
      await page.context().close();
    }
  });
});
