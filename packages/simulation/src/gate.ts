import { endedSessions } from "@faultline/service/people/ended-sessions";
import { personScopes } from "@faultline/service/people/person-scopes";
import { tokenScopes } from "@faultline/service/people/token-scopes";
import type { Ports } from "@faultline/service/ports";
import type { Scope } from "@faultline/service/projects/authenticate";
import type { Pass } from "./pass.js";

/** More than anybody sets: how long who is let in is remembered is bounded besides. */
const CACHE_SECONDS = 300;
/** Somebody notes beside it that it was used: a few turns, and that has ended, too. */
const TURNS = 24;

type GatePorts = Pick<Ports, "log" | "region" | "clock" | "settings">;

/** Tells what somebody may who comes with it; undefined when they are not let in. */
export type Gate = (pass: Pass) => Promise<Scope | undefined>;

/** One process that lets people in, with what it remembers of them. Throws `Unavailable` when it does not know. */
export function gateOf(ports: GatePorts): Gate {
  const lasting = { ...ports, settings: { ...ports.settings, cacheSeconds: CACHE_SECONDS } };
  const ofPerson = personScopes(lasting);
  const ofToken = tokenScopes(lasting);
  const ended = endedSessions(lasting);
  const look = async (pass: Pass): Promise<Scope | undefined> => {
    if (pass.kind === "token") return ofToken(pass.hash, ports.log);
    if (pass.kind === "session" && (await ended.includes(pass.session))) return undefined;
    return ofPerson(pass.kind === "session" ? pass.person.id : pass.id);
  };
  return async (pass) => {
    const scope = await look(pass);
    for (let turn = 0; turn < TURNS; turn++) await undefined;
    return scope;
  };
}
