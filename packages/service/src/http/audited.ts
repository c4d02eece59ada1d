import type { Context } from "hono";
import { beginLine } from "../people/audit.js";
import { whoIs } from "../people/who.js";
import { type Ports, Unavailable } from "../ports.js";
import type { Scope } from "../projects/authenticate.js";
import { callerAddress } from "./caller-address.js";
import type { Environment } from "./request-context.js";

const AGENT_CHARS_MAX = 200;
const PATH_CHARS_MAX = 1000;

/** What is done, by whom: a route's method and path, and the project of its address. */
interface Deed {
  readonly scope: Scope;
  readonly did: string;
  readonly project?: string | undefined;
  /** True for what changes something although it is asked for as a reading is. */
  readonly isChange?: boolean;
  /** How it is answered, where that is not known when `next` ends. */
  readonly status?: number | undefined;
}

/** Runs what follows; where it changes something, between two writes of its line in the audit. */
export type Audited = (c: Context<Environment>, deed: Deed, next: () => Promise<void>) => Promise<void>;

type AuditPorts = Pick<Ports, "log" | "clock" | "ids" | "region" | "settings">;

export const audited =
  (ports: AuditPorts): Audited =>
  async (c, { scope, did, project, status, isChange = isWriting(c) }, next) => {
    if (!isChange || c.get("isAudited")) return next();
    c.set("isAudited", true);
    const { id: byId, name: by } = whoIs(scope);
    const end = await beginLine(ports, {
      by,
      byId,
      did,
      path: c.req.path.slice(0, PATH_CHARS_MAX),
      project,
      from: callerAddress(c),
      agent: c.req.header("user-agent")?.slice(0, AGENT_CHARS_MAX),
    });
    await next();
    const told = c.get("told");
    const detail = told && JSON.stringify(told.detail);
    try {
      await end({ status: status ?? c.res.status, project: told?.project, detail });
    } catch (error) {
      // It is done, and its line is there: how it ended is not worth telling the caller that it failed.
      if (!(error instanceof Unavailable)) throw error;
    }
  };

const isWriting = (c: Context): boolean => c.req.method !== "GET" && c.req.method !== "HEAD";
