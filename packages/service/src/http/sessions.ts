import { VisibleError } from "@faultline/core/visible-error";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import * as z from "zod";
import { type BegunSession, keepSession, listSessions, sessionOfId } from "../people/begun-sessions.js";
import { endedSessions } from "../people/ended-sessions.js";
import { noteUses } from "../people/last-uses.js";
import { personScopes } from "../people/person-scopes.js";
import type { Ports } from "../ports.js";
import type { Scope } from "../projects/authenticate.js";
import { makeToken, readToken } from "../projects/signed-token.js";
import { callerAddress } from "./caller-address.js";

const COOKIE = "faultline_session";
const SESSION_SECONDS = 30 * 86_400;
const AGENT_CHARS_MAX = 300;

const Session = z.object({
  id: z.string(),
  at: z.number(),
  until: z.number(),
  /** Who signed in; left out where the master key did. */
  person: z.string().optional(),
});
type Session = z.infer<typeof Session>;

export interface Sessions {
  /** Who is signed in. Throws `cross_site` when another site's page made the browser send a change. */
  scope(c: Context): Promise<Scope | undefined>;
  /** For this person; without one for who has the master key. */
  begin(c: Context, person?: string): Promise<void>;
  /** Ends the session of this cookie, in both regions: a copy of it is worth nothing any more. */
  end(c: Context): Promise<void>;
  /** Ends every session there is. */
  endAll(c: Context): Promise<void>;
  /** Ends those of a person, but for the caller's own. */
  endOthers(c: Context, person: string): Promise<void>;
  /** Those that go on, of this person or all, the latest first. One that began before sessions were kept is not among them. */
  list(c: Context, person?: string): Promise<readonly ListedSession[]>;
  /** Ends the session with this id, if it is this person's where one is given. False when there is none that goes on. */
  endOne(id: string, person?: string): Promise<boolean>;
}

export type ListedSession = BegunSession & {
  readonly usedAt?: number | undefined;
  /** The caller's own. */
  readonly isCurrent: boolean;
};

/** The UI's sign-in: a cookie that holds no key, that only we can make, and that scripts cannot read. */
export function sessions(
  ports: Pick<Ports, "log" | "region" | "regions" | "clock" | "ids" | "settings">,
): Sessions {
  const { clock, ids, settings } = ports;
  const ended = endedSessions(ports);
  const noteUse = noteUses(ports);
  const personScope = personScopes(ports);

  async function sessionOf(c: Context): Promise<Session | undefined> {
    const cookie = getCookie(c, COOKIE);
    const session = cookie && (await readSession(settings, cookie));
    if (!session || session.until <= clock.now() || (await ended.includes(session))) return undefined;
    refuseCrossSite(c, settings.publicUrl);
    noteUse(session.id);
    return session;
  }

  async function going(c: Context): Promise<readonly ListedSession[]> {
    const current = await sessionOf(c);
    const begun = await listSessions(ports);
    const isOver = await Promise.all(begun.map((session) => ended.includes(session)));
    return begun
      .filter((_, place) => !isOver[place])
      .map((session) => ({ ...session, isCurrent: session.id === current?.id }));
  }

  return {
    async scope(c) {
      const session = await sessionOf(c);
      if (!session) return undefined;
      return session.person === undefined ? { kind: "master" } : personScope(session.person);
    },
    async begin(c, person) {
      const at = clock.now();
      const session: Session = { id: ids.secret(), at, until: at + SESSION_SECONDS * 1000, person };
      const agent = c.req.header("user-agent")?.slice(0, AGENT_CHARS_MAX);
      await keepSession(ports, { ...session, from: callerAddress(c), agent });
      const secure = new URL(settings.publicUrl).protocol === "https:";
      const options = {
        httpOnly: true,
        sameSite: "Strict",
        path: "/",
        maxAge: SESSION_SECONDS,
        secure,
      } as const;
      const purpose = person === undefined ? "session" : "person's session";
      setCookie(c, COOKIE, await makeToken(settings, purpose, session), options);
    },
    async end(c) {
      const session = await sessionOf(c);
      if (session) await ended.add(session);
      deleteCookie(c, COOKIE, { path: "/" });
    },
    async endAll(c) {
      // No earlier than any that is known, whatever the clock says of the region in which it began.
      const begun = await listSessions(ports);
      await ended.addAll(Math.max(clock.now(), ...begun.map(({ at }) => at)));
      deleteCookie(c, COOKIE, { path: "/" });
    },
    async endOthers(c, person) {
      const others = (await going(c)).filter((one) => one.person === person && !one.isCurrent);
      for (const session of others) await ended.add(session);
    },
    async list(c, person) {
      const all = await going(c);
      return person === undefined ? all : all.filter((session) => session.person === person);
    },
    async endOne(id, person) {
      const session = await sessionOfId(ports, id);
      if (!session || (await ended.includes(session))) return false;
      if (person !== undefined && session.person !== person) return false;
      await ended.add(session);
      return true;
    },
  };
}

/**
 * What the cookie holds. A person's is made for another purpose than the master key's: a region of an earlier version, which
 * knows no people, would let them do everything.
 */
async function readSession(
  settings: Pick<Ports["settings"], "masterKeyHash">,
  cookie: string,
): Promise<Session | undefined> {
  const ofMaster = Session.safeParse(await readToken(settings, "session", cookie)).data;
  if (ofMaster) return { ...ofMaster, person: undefined };
  const ofPerson = Session.safeParse(await readToken(settings, "person's session", cookie)).data;
  return ofPerson?.person === undefined ? undefined : ofPerson;
}

/**
 * What a browser says of itself no page can change: `Sec-Fetch-Site` where it is sent, which is not over plain HTTP, else
 * `Origin`. A proxy in front may hand on another `Host` than was asked for, so ours is also the address we are told to
 * have, and the one the proxy tells.
 */
function refuseCrossSite(c: Context, publicUrl: string): void {
  if (c.req.method === "GET" || c.req.method === "HEAD") return;
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  const hosts = [c.req.header("host"), c.req.header("x-forwarded-host"), hostOf(publicUrl)];
  const isOwnOrigin = origin === undefined || hosts.some((host) => isHostOf(host, origin));
  if (site === undefined ? isOwnOrigin : site === "same-origin" || site === "none") return;
  throw new VisibleError(
    "forbidden",
    "cross_site",
    "Changes are taken from our own pages only; send a key instead.",
  );
}

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).host : undefined);

/** Some proxies name the port that goes without saying. */
function isHostOf(host: string | undefined, origin: string): boolean {
  if (host === undefined || !URL.canParse(origin)) return false;
  const { protocol } = new URL(origin);
  return hostOf(`${protocol}//${host}`) === hostOf(origin);
}
