import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import * as z from "zod";
import { provider } from "../people/provider.js";
import { entryOf } from "../people/provider-links.js";
import type { Ports } from "../ports.js";
import type { Callers } from "./caller.js";
import { letIn, scopeOf, trying } from "./coming-in.js";
import { type ApiApp, apiApp, createRoute, refusals } from "./openapi.js";

const COOKIE = "faultline_provider";
const COOKIE_SECONDS = 600;
const PATH = "/v1/session/provider";

const begin = createRoute({
  method: "get",
  path: PATH,
  summary: "Sign in with the provider of OpenID Connect: sends the browser there",
  security: [],
  request: {
    query: z.object({
      to: z
        .string()
        .max(500)
        .regex(/^\/[^\\\s]*$/)
        .default("/projects")
        .openapi({ description: "The page to come back to" }),
    }),
  },
  responses: { 302: { description: "To the provider, or back to the sign-in page" }, ...refusals },
});

const finish = createRoute({
  method: "get",
  path: `${PATH}/callback`,
  summary: "Where the provider sends the browser back to: sets a cookie",
  security: [],
  responses: { 302: { description: "To the page, or to the sign-in page with why not" }, ...refusals },
});

/** Coming in by a provider that knows people already. */
export function providerRoutes(ports: Ports, callers: Callers): ApiApp {
  const app = apiApp();
  const { provider: named, publicUrl } = ports.settings;
  if (!named) return app;
  const signing = provider(ports, named);
  const callback = `${publicUrl}${PATH}/callback`;
  const refused = (c: Context, reason: "provider_failed" | "not_invited") =>
    c.redirect(`${publicUrl}/sign-in?refused=${reason}`, 302);
  /** What the provider does not grant is told in the log, and to the browser that it did not. */
  const orUndefined = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      ports.print({ level: "warn", region: ports.region, provider: named.issuer, error: String(error) });
      return undefined;
    }
  };

  app.openapi(begin, async (c) => {
    const { to } = c.req.valid("query");
    const begun = await trying(c, callers, () => orUndefined(() => signing.begin(callback, to)));
    if (!begun) return refused(c, "provider_failed");
    setCookie(c, COOKIE, begun.flow, {
      httpOnly: true,
      // The provider's page sends the browser back, which is another site.
      sameSite: "Lax",
      path: "/",
      maxAge: COOKIE_SECONDS,
      secure: publicUrl.startsWith("https:"),
    });
    return c.redirect(begun.url, 302);
  });
  app.openapi(finish, async (c) => {
    const flow = getCookie(c, COOKIE) ?? "";
    deleteCookie(c, COOKIE, { path: "/" });
    const { search } = new URL(c.req.url);
    const come = await trying(c, callers, () => orUndefined(() => signing.finish(callback, search, flow)));
    if (!come) return refused(c, "provider_failed");
    const entry = await entryOf(ports, named, come.known);
    if (!entry) return refused(c, "not_invited");
    await letIn(c, callers, scopeOf(entry.person), entry.make);
    return c.redirect(publicUrl + come.to, 302);
  });
  return app;
}
