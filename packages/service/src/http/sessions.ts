import { VisibleError } from "@faultline/core/visible-error";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import type { Ports } from "../ports.js";
import type { Scope } from "../projects/authenticate.js";

const COOKIE = "faultline_session";
const SESSION_SECONDS = 30 * 86_400;

/** Of a sealed session: whose key opened it, so that a changed key ends it, and until when. */
const Session = z.object({ key: z.string(), until: z.number() });

export interface Sessions {
  /** Who is signed in. Throws `cross_site` when another site's page made the browser send a change. */
  scope(c: Context): Promise<Scope | undefined>;
  begin(c: Context): Promise<void>;
  end(c: Context): void;
}

/** The UI's sign-in: a cookie that holds no key, is sealed, and that scripts cannot read. */
export function sessions({ cipher, clock, settings }: Ports): Sessions {
  return {
    async scope(c) {
      const cookie = getCookie(c, COOKIE);
      const opened = cookie && (await cipher.open(Buffer.from(cookie, "base64url")));
      if (!opened) return undefined;
      const { key, until } = Session.parse(JSON.parse(Buffer.from(opened).toString()));
      if (key !== settings.masterKeyHash || until <= clock.now()) return undefined;
      refuseCrossSite(c);
      return { kind: "master" };
    },
    async begin(c) {
      const session = { key: settings.masterKeyHash, until: clock.now() + SESSION_SECONDS * 1000 };
      const sealed = await cipher.seal(Buffer.from(JSON.stringify(session)));
      const secure = new URL(settings.publicUrl).protocol === "https:";
      const options = {
        httpOnly: true,
        sameSite: "Strict",
        path: "/",
        maxAge: SESSION_SECONDS,
        secure,
      } as const;
      setCookie(c, COOKIE, Buffer.from(sealed).toString("base64url"), options);
    },
    end(c) {
      deleteCookie(c, COOKIE, { path: "/" });
    },
  };
}

function refuseCrossSite(c: Context): void {
  if (c.req.method === "GET" || c.req.method === "HEAD") return;
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  const isOwn = site === undefined || site === "same-origin" || site === "none";
  const isOwnOrigin =
    origin === undefined || URL.canParse(origin) === false || new URL(origin).host === c.req.header("host");
  if (isOwn && isOwnOrigin && origin !== "null") return;
  throw new VisibleError(
    "forbidden",
    "cross_site",
    "Changes are taken from our own pages only; send a key instead.",
  );
}
