import { expect, test } from "vitest";
import * as z from "zod";
import { call } from "../stories/api.js";
import { until } from "../stories/until.js";
import { happened } from "./happened.js";
import { describeInBrowser } from "./in-browser.js";

const Listed = z.object({
  issues: z.array(z.object({ id: z.string(), mute: z.looseObject({ until: z.string() }).optional() })),
});

describeInBrowser("issues that happen often, in a real browser", (own) => {
  const listed = async (project: string) =>
    Listed.parse(
      JSON.parse(
        (
          await call(`${own.world.url}/v1/projects/${project}/issues?status=all`, {
            key: own.world.masterKey,
          })
        ).text,
      ),
    ).issues;

  /** Twelve events of one error by four people; gives back the page of their issue. */
  const often = async (project: string): Promise<string> => {
    const errors = Array.from({ length: 12 }, (_, place) => ({
      type: "OftenError",
      message: "it happened",
      context: { version: "often@1.0.0", user: { id: `user-${place % 4}` } },
    }));
    const answer = await own.world.api().post(project, { errors });
    expect(answer.status).toBe(201);
    const id = await until("it is listed", async () => (await listed(project))[0]?.id);
    await until("all are counted", async () => {
      const [issue] = await own.world.api().issues(project);
      return issue?.count === 12 || undefined;
    });
    return `/projects/${project}/issues/${id}`;
  };

  test("an occurrence says which of all it is, and they are searched", async () => {
    const { page, complaints } = await own.browser.open(own.world, await often("often"));
    await page.getByText("12 of 12", { exact: true }).waitFor();
    await page.keyboard.press("p");
    await page.getByText("11 of 12", { exact: true }).waitFor();
    const table = page.getByRole("region", { name: "Occurrences", exact: true });
    await page.getByRole("combobox", { name: "Search these occurrences" }).focus();
    await page.keyboard.type("user:user-3");
    await page.keyboard.press("Enter");
    await table.getByText("3 of 12", { exact: true }).waitFor();
    expect(await table.getByRole("row").count()).toBe(4);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("is:nothing");
    await page.keyboard.press("Enter");
    await table.getByRole("status").filter({ hasText: "is: knows" }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("all that tells an occurrence from others fits beside one another on a desk", async () => {
    const { page } = await own.browser.open(own.world, await often("wide"));
    await page.setViewportSize({ width: 1280, height: 800 });
    const table = page.getByRole("group", { name: "Occurrences", exact: true });
    await page.getByText("12 of 12", { exact: true }).waitFor();
    await table.getByText("often@1.0.0").first().waitFor();
    const hidden = await page.evaluate(
      `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector("[role=group][aria-label=Occurrences]"))`,
    );
    expect(hidden).toBe(0);
  });

  test("what the timeline shows stands in the address, for whoever opens it", async () => {
    const path = await often("zoomed");
    const { page } = await own.browser.open(own.world, path);
    await page.getByRole("heading", { level: 1, name: /OftenError/ }).waitFor();
    await page.keyboard.press("t");
    await page.waitForURL("**?timeline=24h");
    await page.goto(`${own.world.url}${path}?timeline=2026-11-24T10:00:00Z/2026-11-24T16:00:00Z`);
    const out = page.getByRole("button", { name: "Zoom out" });
    await out.waitFor();
    await out.press("Enter");
    await page.waitForURL("**?timeline=24h");
    await page.getByRole("button", { name: "Close timeline" }).press("Enter");
    await page.waitForURL((url) => url.search === "");
  });

  test("many issues are muted as one is: until somebody unmutes them", async () => {
    await happened(own.world, "quiet", ["FirstError", "SecondError"]);
    const { page } = await own.browser.open(own.world, "/projects/quiet");
    await page.getByRole("link", { name: /SecondError/ }).waitFor();
    for (const key of ["j", "x", "j", "x"]) await page.keyboard.press(key);
    await page.getByText("2 selected").waitFor();
    await page.keyboard.press("m");
    const dialog = page.getByRole("dialog", { name: "Mute 2 issues" });
    await dialog.getByLabel("How long").selectOption("Until I unmute");
    await dialog.getByRole("button", { name: "Mute" }).press("Enter");
    await page.getByText("2 muted").waitFor();
    await until("both are muted", async () => {
      const issues = await listed("quiet");
      return issues.every(({ mute }) => mute?.until.startsWith("2199")) || undefined;
    });
    await page.getByTitle("Muted until somebody unmutes it").first().waitFor();
  });

  test("on the narrowest phone no figure leaves its row", async () => {
    await often("narrow");
    const { page } = await own.browser.open(own.world, "/projects/narrow");
    await page.setViewportSize({ width: 320, height: 700 });
    const row = page.getByRole("listitem").filter({ hasText: "OftenError" });
    await row.waitFor();
    const overhang = await page.evaluate(`(() => {
      const row = document.querySelector("main li");
      const right = (element) => element.getBoundingClientRect().right;
      return Math.max(...[...row.querySelectorAll("*")].map(right)) - right(row);
    })()`);
    expect(overhang).toBeLessThanOrEqual(0);
  });
});
