import { expect, test } from "vitest";
import { A, B, REGIONS } from "../stories/running-world.js";
import { until } from "../stories/until.js";
import { describeInBrowser } from "./in-browser.js";
import { showNew } from "./show-new.js";

describeInBrowser("an outage while a page is open", (own) => {
  test("the primary is killed: the pages go on, take decisions, show new errors, and the time without it", async () => {
    await own.world.api().post("shop", { errors: [{ type: "BeforeError", message: "before" }] });
    await until("both regions know it", async () => {
      const both = await Promise.all(REGIONS.map((region) => own.world.api(region).issues("shop")));
      return both.every((issues) => issues.length === 1) || undefined;
    });
    const { page, complaints } = await own.browser.open(own.world, "/projects/shop");
    await page.getByRole("link", { name: /BeforeError/ }).waitFor();
    await own.world.command(A, "kill");
    await until(
      "the name leads to the other region",
      async () => (await own.world.status()).active === B || undefined,
    );
    await page.getByRole("link", { name: /BeforeError/ }).click();
    await page.getByRole("heading", { level: 1, name: "BeforeError: before" }).waitFor();
    await page.getByRole("button", { name: "Resolve", exact: true }).click();
    await page.getByText("Resolved", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Open timeline" }).click();
    await page.getByText("One region was unreachable for a while:").waitFor();
    const errors = [{ type: "DuringError", message: "during" }];
    await until(
      "the other region takes it",
      async () => (await own.world.api().post("shop", { errors })).status === 201 || undefined,
    );
    await page.getByRole("link", { name: "Issues" }).first().click();
    await showNew(page, page.getByRole("link", { name: /DuringError/ }));
    await own.world.command(A, "start");
    await until("both regions agree", async () => {
      const both = await Promise.all(REGIONS.map((region) => own.world.api(region).issues("shop")));
      const told = both.map((issues) => issues.map(({ type, status }) => `${type} ${status}`).sort());
      const wanted = ["BeforeError resolved", "DuringError unresolved"];
      return told.every((one) => one.join() === wanted.join()) || undefined;
    });
    expect(complaints).toEqual([]);
  });
});
