import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { describeNeeding } from "../needing.js";
import { REGIONS, type RunningWorld, runningWorld } from "../stories/running-world.js";
import { until } from "../stories/until.js";
import { type TestBrowser, testBrowser } from "./browser.js";

const CLIENT = { client_id: "faultline", client_secret: "the secret of faultline at its provider" };

/** A provider that lets anybody in by any name, and says of those that begin with `un` that their address is not verified. */
function realProvider(issuer: string, callback: string): Provider {
  return new Provider(issuer, {
    clients: [{ ...CLIENT, redirect_uris: [callback], response_types: ["code"] }],
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
    cookies: { keys: ["a key of the test's provider"] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `${id} by name`, email: id, email_verified: !id.startsWith("un") }),
    }),
  });
}

describeNeeding("chromium", "a provider of OpenID Connect", () => {
  let world: RunningWorld;
  let browser: TestBrowser;
  let server: Server;
  beforeAll(async () => {
    server = createServer();
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    const issuer = `http://localhost:${port}`;
    [world, browser] = await Promise.all([
      runningWorld(undefined, {
        FAULTLINE_OIDC_ISSUER: issuer,
        FAULTLINE_OIDC_CLIENT_ID: CLIENT.client_id,
        FAULTLINE_OIDC_CLIENT_SECRET: CLIENT.client_secret,
        FAULTLINE_OIDC_NAME: "the company",
        FAULTLINE_OIDC_DOMAINS: "staff.example",
      }),
      testBrowser(),
    ]);
    server.on("request", realProvider(issuer, `${world.url}/v1/session/provider/callback`).callback());
    await world.api().post("shop", { errors: [{ type: "OnlyError", message: "shop" }] });
  });
  afterAll(async () => {
    await browser?.close();
    await world?.dispose();
    server?.close();
  });

  /** As somebody does at the provider: says who they are, and agrees. */
  async function signInAs(login: string, path = "/sign-in"): Promise<Page> {
    const { page } = await browser.open(world, path, { isSignedIn: false });
    await page.getByRole("link", { name: "Sign in with the company" }).click();
    await page.locator("input[name=login]").fill(login);
    await page.locator("input[name=password]").fill("any");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Continue" }).click();
    return page;
  }
  const whoIs = async (page: Page) =>
    z
      .looseObject({ who: z.looseObject({}).optional() })
      .parse(await (await page.context().request.get(`${world.url}/v1/session`)).json()).who;

  test("who was invited by their verified address comes in as that, in both regions, and again as the same", async () => {
    const invited = await fetch(`${world.url}/v1/invites`, {
      method: "POST",
      headers: { "x-api-key": world.masterKey, "content-type": "application/json" },
      body: JSON.stringify({ role: "member", projects: ["shop"], email: "ada@elsewhere.example" }),
    });
    expect(invited.status).toBe(201);
    const page = await signInAs("ada@elsewhere.example", "/sign-in?to=%2Fprojects%2Fshop");
    await page.waitForURL("**/projects/shop");
    await page.getByRole("link", { name: /OnlyError/ }).waitFor();
    const who = await whoIs(page);
    expect(who).toMatchObject({ name: "ada@elsewhere.example by name", role: "member", projects: ["shop"] });
    const cookies = await page.context().cookies();
    const session = cookies.find(({ name }) => name === "faultline_session")?.value;
    for (const region of REGIONS)
      await until("both regions know them", async () => {
        const headers = { cookie: `faultline_session=${session}` };
        return (await fetch(`${world.api(region).url}/v1/projects`, { headers })).status === 200 || undefined;
      });
    const again = await signInAs("ada@elsewhere.example");
    await again.waitForURL("**/projects");
    expect((await whoIs(again))?.id).toBe(who?.id);
  });

  test("an address of a domain that is let in makes a viewer; others are refused, and those that are not verified", async () => {
    const page = await signInAs("grace@staff.example");
    await page.waitForURL("**/projects");
    expect(await whoIs(page)).toMatchObject({ role: "viewer", isPerson: true });
    for (const login of ["stranger@elsewhere.example", "unverified@staff.example"]) {
      const refused = await signInAs(login);
      await refused.getByText("Nobody here has your verified e-mail address.").waitFor();
      expect(await whoIs(refused)).toBeUndefined();
    }
  });

  test("what comes back without its beginning, or to another one's, signs nobody in", async () => {
    const { page } = await browser.open(world, "/sign-in", { isSignedIn: false });
    const { request } = page.context();
    const callback = `${world.url}/v1/session/provider/callback`;
    const refusedBy = async (address: string) =>
      new URL((await request.get(address, { maxRedirects: 0 })).headers().location ?? "").search;
    expect(await refusedBy(`${callback}?code=stolen&state=guessed`)).toBe("?refused=provider_failed");
    await request.get(`${world.url}/v1/session/provider`, { maxRedirects: 0 });
    expect(await refusedBy(`${callback}?code=stolen&state=guessed`)).toBe("?refused=provider_failed");
    expect(await whoIs(page)).toBeUndefined();
  });
});
