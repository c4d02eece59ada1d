import { expect, test } from "vitest";
import * as z from "zod";
import { call } from "../stories/api.js";
import { until } from "../stories/until.js";
import { happened } from "./happened.js";
import { describeInBrowser } from "./in-browser.js";

const Rules = z.object({ rules: z.array(z.unknown()), dropped: z.array(z.object({ count: z.number() })) });

describeInBrowser("discarding and muting several", (own) => {
  const typesOf = async (project: string) =>
    (await own.world.api().issues(project)).map(({ type }) => type).sort();
  const rulesOf = async (project: string) => {
    const { url, masterKey } = own.world;
    return Rules.parse(
      JSON.parse((await call(`${url}/v1/projects/${project}/rules`, { key: masterKey })).text),
    );
  };
  const post = (project: string, type: string) =>
    own.world.api().post(project, { errors: [{ type, message: `${type} happened` }] });

  test("an issue is discarded from its page: what comes of it is dropped, until its rule is removed", async () => {
    await happened(own.world, "noise", ["NoisyError", "OtherError"]);
    const noisy = (await own.world.api().issues("noise")).find(({ type }) => type === "NoisyError");
    const { page, complaints } = await own.browser.open(own.world, `/projects/noise/issues/${noisy?.id}`);
    await page.getByRole("button", { name: /^Delete/ }).click();
    const asked = page.getByRole("dialog");
    await asked.getByLabel(/^Discard further events/).press("Space");
    await asked.getByRole("button", { name: "Delete" }).click();
    await page.getByText("1 deleted; further events are dropped").waitFor();
    await until("the rule is known where events come in", async () => {
      await post("noise", "NoisyError");
      const [dropped] = (await rulesOf("noise")).dropped;
      return (dropped && dropped.count > 0) || undefined;
    });
    await page.goto(`${own.world.url}/projects/noise/setup`);
    const rule = page.getByRole("listitem").filter({ hasText: "discarded: NoisyError: NoisyError happened" });
    await rule.getByText(/^dropped · \d+ so far$/).waitFor();
    await rule.getByRole("button", { name: /^Remove/ }).press("Enter");
    await page.getByText(/^No rules: everything is kept/).waitFor();
    await until("it is kept again", async () => {
      await post("noise", "NoisyError");
      return (await typesOf("noise")).includes("NoisyError") || undefined;
    });
    expect(complaints).toEqual([]);
  });

  test("several issues are discarded from the list, and muted until more users met them, which is undone", async () => {
    await happened(own.world, "several", ["AError", "BError", "CError"]);
    const { page, complaints } = await own.browser.open(own.world, "/projects/several");
    await page.getByRole("link", { name: /CError/ }).waitFor();
    for (const key of ["j", "x", "j", "x", "m"]) await page.keyboard.press(key);
    const form = page.getByRole("dialog", { name: "Mute 2 issues" });
    await form.getByLabel("How long").selectOption("users");
    await form.getByLabel(/users/).last().fill("25");
    await form.getByRole("button", { name: "Mute" }).click();
    const mutesOf = async () =>
      (await own.world.api().issues("several")).flatMap(({ mute }) => (mute ? [mute] : []));
    await until("two are muted", async () => (await mutesOf()).length === 2 || undefined);
    expect(await mutesOf()).toEqual([{ users: 25 }, { users: 25 }]);
    await page.getByRole("button", { name: "Undo" }).click();
    await until("none is muted", async () => (await mutesOf()).length === 0 || undefined);

    await page.getByRole("toolbar").waitFor({ state: "detached" });
    for (const key of ["k", "x", "j", "x", "Delete"]) await page.keyboard.press(key);
    const asked = page.getByRole("dialog");
    await asked.getByLabel(/^Discard further events/).check();
    await asked.getByLabel(/delete/).fill("delete");
    await asked.getByRole("button", { name: "Delete" }).click();
    await page.getByText("2 deleted; further events are dropped").waitFor();
    expect((await typesOf("several")).length).toBe(1);
    expect((await rulesOf("several")).rules).toHaveLength(2);
    expect(complaints).toEqual([]);
  });
});
