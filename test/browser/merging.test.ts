import { expect, test } from "vitest";
import { until } from "../stories/until.js";
import { describeInBrowser } from "./in-browser.js";

describeInBrowser("merging", (own) => {
  async function happened(types: readonly string[]): Promise<void> {
    const errors = types.map((type) => ({ type, message: `${type} happened` }));
    expect((await own.world.api().post("shop", { errors })).status).toBe(201);
    await until("all are folded", async () => {
      const found = new Set((await own.world.api().issues("shop")).map(({ type }) => type));
      return types.every((type) => found.has(type)) || undefined;
    });
  }

  test("two issues are merged by keys, a member's address shows the one they are in, and it is taken out again", async () => {
    await happened(["OneError", "OneError", "TwoError"]);
    const two = (await own.world.api().issues("shop")).find(({ type }) => type === "TwoError");
    const { page } = await own.browser.open(own.world, "/projects/shop");
    await page.getByRole("link", { name: /TwoError/ }).waitFor();
    for (const key of ["j", "x", "j", "x", "e"]) await page.keyboard.press(key);
    await page.getByText("1 issue merged into OneError: OneError happened").waitFor();
    expect(await page.getByRole("link", { name: /TwoError/ }).count()).toBe(0);

    const member = await own.browser.open(own.world, `/projects/shop/issues/${two?.id}`);
    await member.page.getByText(/TwoError happened is merged into this issue/).waitFor();
    await member.page.getByRole("heading", { level: 1, name: /OneError/ }).waitFor();
    await member.page.getByText("merged “TwoError: TwoError happened” into it").waitFor();
    await member.page.getByRole("button", { name: "Take out TwoError: TwoError happened" }).click();
    await member.page.getByRole("heading", { level: 1, name: /TwoError/ }).waitFor();
  });

  test("an issue's page leads to a rule for its class, which says what it would do before it is saved", async () => {
    await happened(["NoisyError"]);
    const noisy = (await own.world.api().issues("shop")).find(({ type }) => type === "NoisyError");
    const { page } = await own.browser.open(own.world, `/projects/shop/issues/${noisy?.id}`);
    await page.getByRole("link", { name: "Make a rule…" }).click();
    await page.getByRole("button", { name: "Preview" }).click();
    await page.getByText(/1 would have been dropped and 0 grouped otherwise/).waitFor();
    await page.getByRole("button", { name: "Save rule" }).click();
    await page.getByRole("button", { name: "Remove type: NoisyError" }).waitFor();
  });
});
