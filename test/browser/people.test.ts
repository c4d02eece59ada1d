import type { Page } from "playwright-core";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { A, B, REGIONS } from "../stories/running-world.js";
import { until } from "../stories/until.js";
import { describeInBrowser } from "./in-browser.js";

/** A passkey is for a name, which an address in numbers has not. */
const named = (url: string): string => url.replace("127.0.0.1", "localhost");

/** The browser's own authenticator, which asks nobody: https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/ */
async function withAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
}

describeInBrowser("people", (own) => {
  beforeAll(async () => {
    for (const project of ["shop", "other"])
      await own.world.api().post(project, { errors: [{ type: "OnlyError", message: project }] });
    await own.world.settled();
  });

  const open = async (path: string, isSignedIn = false) => {
    const opened = await own.browser.open(own.world, "/runbook", { isSignedIn: false });
    const { page } = opened;
    await withAuthenticator(page);
    const url = named(own.world.url);
    if (isSignedIn) {
      const data = { key: own.world.masterKey };
      await page.context().request.post(`${url}/v1/session`, { data, headers: { origin: url } });
    }
    await page.goto(url + path);
    return opened;
  };
  const invited = async (wanted: object): Promise<string> => {
    const answer = await fetch(`${own.world.url}/v1/invites`, {
      method: "POST",
      headers: { "x-api-key": own.world.masterKey, "content-type": "application/json" },
      body: JSON.stringify(wanted),
    });
    return new URL(z.object({ url: z.string() }).parse(await answer.json()).url).hash;
  };

  test("the master key makes the first owner, by a passkey; who then signs in by it, also while a region is dead", async () => {
    const { page, complaints } = await open("/projects", true);
    await page.getByRole("link", { name: "Make me the first owner" }).click();
    await page.getByRole("button", { name: "Make me the first owner" }).click();
    await page.getByLabel("Your name").fill("Ada");
    await page.getByRole("button", { name: "Join with a passkey" }).press("Enter");
    await page.waitForURL("**/projects");
    await page.getByRole("link", { name: "shop" }).waitFor();
    await signOut(page);
    const answer = page.waitForRequest("**/v1/session/passkey");
    await page.getByRole("button", { name: "Sign in with a passkey" }).press("Enter");
    await page.waitForURL("**/projects");
    // Whoever has listened to it comes in nowhere.
    await own.world.settled();
    const body = (await answer).postData();
    for (const region of REGIONS) {
      const headers = { "content-type": "application/json" };
      const again = await fetch(`${own.world.api(region).url}/v1/session/passkey`, {
        method: "POST",
        headers,
        body,
      });
      expect(again.status).toBe(403);
    }
    await page.getByRole("button", { name: "Settings" }).click();
    await page.getByRole("menu").getByText("Ada").waitFor();
    await page.keyboard.press("Escape");
    await own.world.settled();
    await own.world.command(A, "kill");
    await until(
      "the name leads to the other region",
      async () => (await own.world.status()).active === B || undefined,
    );
    // Still signed in, and able to come in anew.
    await page.reload();
    await page.getByRole("link", { name: "shop" }).waitFor();
    await signOut(page);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.waitForURL("**/projects");
    await page.getByRole("link", { name: "shop" }).waitFor();
    await own.world.command(A, "start");
    expect(complaints).toEqual([]);
  });

  test("a customer is invited on the page, sees one project, and is removed: signed out in both regions", async () => {
    const { page: owner, complaints } = await open("/access", true);
    const people = owner.getByRole("region", { name: "People" });
    await people.getByLabel("Name", { exact: true }).fill("Customer");
    await people.getByLabel("Role").selectOption("viewer");
    await people.getByLabel("Sees").selectOption("chosen");
    await people.getByLabel("shop").check();
    await people.getByRole("button", { name: "Invite" }).press("Enter");
    const link = (await people.getByRole("status").locator("code").textContent()) ?? "";
    await people.getByText("invited", { exact: true }).waitFor();

    const { page: customer } = await open(`/invite${new URL(link).hash}`);
    await customer.getByRole("button", { name: "Use a password instead" }).click();
    await customer.getByLabel("E-mail address").fill("customer@example.com");
    await customer.getByLabel("Password", { exact: true }).fill("a password that is long");
    await customer.keyboard.press("Enter");
    await customer.waitForURL("**/projects");
    await customer.getByRole("link", { name: "shop" }).waitFor();
    expect(await customer.getByText("other").count()).toBe(0);
    for (const hidden of ["Status", "Setup"])
      expect(await customer.getByRole("link", { name: hidden, exact: true }).count()).toBe(0);
    await customer.getByRole("link", { name: "shop" }).click();
    const timeline = customer.getByRole("region", { name: "Events of the project" });
    for (const region of REGIONS) await timeline.getByText(region).waitFor();
    expect(await customer.getByRole("checkbox").count()).toBe(0);
    await customer.getByRole("link", { name: /OnlyError/ }).click();
    await customer.getByRole("heading", { level: 1, name: "OnlyError: shop" }).waitFor();
    await customer.getByRole("region", { name: "Distribution" }).waitFor();
    await customer.getByRole("region", { name: "Activity" }).getByText("First seen").waitFor();
    for (const offered of ["Resolve", "Ignore", "Assign", "Delete…", "Comment", "Merge"])
      expect(await customer.getByRole("button", { name: offered }).count(), offered).toBe(0);
    await customer.goto(`${named(own.world.url)}/projects/shop/setup`);
    await customer.getByText("Your role does not include this here.").waitFor();
    expect(await customer.getByRole("button", { name: "Try again" }).count()).toBe(0);

    await owner.reload();
    await people.getByRole("button", { name: "Actions for Customer" }).click();
    await owner.getByRole("menuitem", { name: "Remove…" }).click();
    await owner.getByRole("dialog").getByRole("textbox").fill("remove");
    await owner.keyboard.press("Enter");
    await people.getByText("customer@example.com").waitFor({ state: "detached" });
    const [{ value = "" } = {}] = await customer.context().cookies();
    const headers = { cookie: `faultline_session=${value}` };
    for (const region of REGIONS)
      await until("they are signed out", async () => {
        const { status } = await fetch(`${own.world.api(region).url}/v1/projects`, { headers });
        return status === 401 || undefined;
      });
    await customer.reload();
    await customer.waitForURL("**/sign-in*");
    expect(complaints).toEqual([]);
  });

  test("a member is offered what members may: to triage, to notify, to write rules; not keys, settings or deletion", async () => {
    const { page, complaints } = await open(`/invite${await invited({ role: "member", name: "Mia" })}`);
    await page.getByRole("button", { name: "Join with a passkey" }).click();
    await page.waitForURL("**/projects");
    await page.goto(`${named(own.world.url)}/projects/shop/setup`);
    for (const panel of ["Notifications", "Rules", "Source maps"])
      await page.getByRole("region", { name: panel }).waitFor();
    for (const panel of ["Keys", "Shared links", "Grouping, redaction, auto-resolve"])
      expect(await page.getByRole("region", { name: panel }).count(), panel).toBe(0);
    expect(await page.getByRole("button", { name: "Create a token for CI" }).count()).toBe(0);
    await page.goto(`${named(own.world.url)}/projects/shop`);
    await page.getByRole("link", { name: /OnlyError/ }).click();
    await page.getByRole("button", { name: "Resolve", exact: true }).waitFor();
    expect(await page.getByRole("button", { name: "Delete…" }).count()).toBe(0);
    await page.goto(`${named(own.world.url)}/access`);
    await page.getByText(/^Chrome \d+ · Linux/).waitFor();
    expect(complaints).toEqual([]);
  });

  test("people add and remove passkeys, change their password, and sign in by it", async () => {
    const { page, complaints } = await open(`/invite${await invited({ role: "viewer", name: "Grace" })}`);
    await page.getByRole("button", { name: "Use a password instead" }).click();
    await page.getByLabel("E-mail address").fill("grace@example.com");
    await page.getByLabel("Password", { exact: true }).fill("a password that is long");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/projects");
    await page.goto(`${named(own.world.url)}/access`);
    const account = page.getByRole("region", { name: "My account" });
    await account.getByLabel("Name of the new passkey").fill("this laptop");
    await page.keyboard.press("Enter");
    await account.getByRole("list", { name: "Passkeys" }).getByText("this laptop").waitFor();
    await account.getByLabel("Current password").fill("not my password");
    await account.getByLabel("New password").fill("another password that is long");
    await page.keyboard.press("Enter");
    await account.getByRole("alert").getByText("Could not sign in.").waitFor();
    await account.getByLabel("Current password").fill("a password that is long");
    await page.keyboard.press("Enter");
    await account.getByText("Your other browsers are signed out").waitFor();
    await account.getByRole("button", { name: "Remove the passkey this laptop" }).click();
    await account.getByText("No passkeys yet.").waitFor();
    await signOut(page);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await page.getByRole("alert").getByText("Could not sign in.").waitFor();
    await page.getByLabel("E-mail address").fill("grace@example.com");
    await page.getByLabel("Password", { exact: true }).fill("another password that is long");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/projects");
    expect(complaints).toEqual([]);
  });
});
