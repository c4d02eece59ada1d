import { listLines } from "@faultline/service/people/audit";
import { listSessions } from "@faultline/service/people/begun-sessions";
import { listInvites } from "@faultline/service/people/invites";
import { listPeople } from "@faultline/service/people/people";
import { listTokens } from "@faultline/service/people/tokens";
import type { Ports } from "@faultline/service/ports";
import type { Accounts } from "./accounts.js";
import { type Gate, gateOf } from "./gate.js";
import { hasEnded, isGoing, type Pass } from "./pass.js";
import type { Fail } from "./stage.js";

/** Both regions know the same people, tokens, sessions and invites; what has ended lets nobody in, and what goes on does. */
export async function auditAccounts(
  calm: readonly Ports[],
  accounts: Pick<Accounts, "passes" | "invites" | "changes"> | undefined,
  fail: Fail,
): Promise<void> {
  if (!accounts) return;
  const { passes, invites, changes } = accounts;
  const known = await Promise.all(calm.map(knownIn));
  for (const what of ["people", "tokens", "sessions", "invites"] as const) {
    const told = new Set(known.map((one) => JSON.stringify(one[what])));
    if (told.size > 1) fail("I12 diverged", `the regions know other ${what}`);
  }
  const open = known.flatMap((one) => one.invites.map(({ id }) => id));
  const over = invites.filter(({ id, isOver }) => isOver && open.includes(id));
  if (over.length > 0) fail("I12 invites", `${over.map(({ id }) => id)} can be accepted again`);
  for (const ports of calm) {
    const gate = gateOf(ports);
    for (const pass of passes) await auditPass(ports, gate, pass, fail);
    await auditLines(ports, changes, fail);
  }
}

async function knownIn(ports: Ports) {
  const [people, tokens, sessions, invites] = await Promise.all([
    listPeople(ports),
    listTokens(ports),
    listSessions(ports),
    listInvites(ports),
  ]);
  const byId = <One extends { readonly id: string }>(all: readonly One[]): One[] =>
    all.toSorted((a, b) => a.id.localeCompare(b.id));
  return { people: byId(people), tokens: byId(tokens), sessions: byId(sessions), invites: byId(invites) };
}

async function auditPass({ clock, region }: Ports, gate: Gate, pass: Pass, fail: Fail): Promise<void> {
  const isIn = (await gate(pass)) !== undefined;
  const end = pass.kind === "token" ? pass.expiresAt : undefined;
  const isOver = end !== undefined && end <= clock.now();
  if (isIn && (hasEnded(pass) || isOver))
    fail("I12 ended", `${pass.kind} ${pass.id} is over, and lets in in ${region}`);
  if (!isIn && isGoing(pass) && !isOver)
    fail("I12 shut out", `${pass.kind} ${pass.id} goes on, and lets nobody in in ${region}`);
}

/** Nothing was done without a line, and what ended well says so. */
async function auditLines(ports: Ports, changes: Accounts["changes"], fail: Fail): Promise<void> {
  const { lines } = await listLines(ports, { limit: 1000, isShown: () => true });
  const ends = new Map(lines.map(({ path, status }) => [path, status]));
  for (const [path, isDone] of changes)
    if (!ends.has(path) || (isDone && ends.get(path) !== 200))
      fail("I12 audit", `${path} has no line that tells of it in ${ports.region}`);
}
