import type { BegunSession } from "@faultline/service/people/begun-sessions";
import type { Person } from "@faultline/service/people/people";
import type { Key, Ports } from "@faultline/service/ports";
import { endedKey, endedSessionsPartition, revokedTokenKey } from "@faultline/service/table/layout";

/** `unsure`: its end was asked for, and nobody heard whether that was done. */
type Standing = "going" | "unsure" | "ended";

interface Common {
  readonly id: string;
  standing: Standing;
  /** When each region's log first said that it has ended, by the world's clock. */
  readonly endHeard: Map<string, number>;
}

export type TokenPass = Common & {
  readonly kind: "token";
  readonly hash: string;
  readonly expiresAt: number | undefined;
};
export type PersonPass = Common & {
  readonly kind: "person";
  /** When a region's log last said so, by region and role. */
  readonly roles: Map<string, number>;
};
type SessionPass = Common & {
  readonly kind: "session";
  readonly session: BegunSession;
  readonly person: PersonPass;
};
/** What lets somebody in until it is ended. */
export type Pass = TokenPass | PersonPass | SessionPass;

export const newPass = (id: string): Common => ({ id, standing: "going", endHeard: new Map() });

/** Rows of which any says that it has ended. */
function endKeysOf(pass: Pass): readonly Key[] {
  if (pass.kind === "token") return [revokedTokenKey(pass.id)];
  if (pass.kind === "person") return [endedKey(pass.id)];
  return [{ pk: endedSessionsPartition, sk: pass.id }, endedKey(pass.person.id)];
}

/** Whether somebody was told that it has ended. A session ends with its person. */
export const hasEnded = (pass: Pass): boolean =>
  pass.standing === "ended" || (pass.kind === "session" && pass.person.standing === "ended");

/** Whether nobody ever asked for its end. */
export const isGoing = (pass: Pass): boolean =>
  pass.standing === "going" && (pass.kind !== "session" || pass.person.standing === "going");

/** Looks into a region's log, past all faults, for ends it has heard of. */
export async function heedEnds(
  { log, region }: Pick<Ports, "log" | "region">,
  passes: readonly Pass[],
  now: number,
): Promise<void> {
  for (const pass of passes) {
    if (isGoing(pass) || pass.endHeard.has(region)) continue;
    if ((await log.getMany(endKeysOf(pass))).length > 0) pass.endHeard.set(region, now);
  }
}

export const roleIn = (region: string, role: Person["role"]): string => `${region} ${role}`;
