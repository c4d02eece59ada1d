import { keyHash } from "@faultline/core/id";
import { beginLine } from "@faultline/service/people/audit";
import { keepSession } from "@faultline/service/people/begun-sessions";
import { endedSessions } from "@faultline/service/people/ended-sessions";
import { acceptInvite, createInvite, requireInvite, withdrawInvite } from "@faultline/service/people/invites";
import { changePerson, listPeople, removePerson } from "@faultline/service/people/people";
import { ROLES } from "@faultline/service/people/rights";
import { createToken, requireToken, revokeToken } from "@faultline/service/people/tokens";
import { LAST_WRITE_WINS, type Ports } from "@faultline/service/ports";
import { passwordKey } from "@faultline/service/table/layout";
import { Entrance } from "./entrance.js";
import type { Happening } from "./faults.js";
import { newPass, type Pass, type PersonPass } from "./pass.js";
import type { SimulatedRegion } from "./region.js";
import type { Stage } from "./stage.js";

const ACTS_MAX = 4;
/** So many of the latest invites are tried, also those that were accepted. */
const INVITES = 4;
/** How often an invite is left for somebody after all. */
const KEEPS = 0.7;
const EXPIRES = 0.3;
const EXPIRES_MILLISECONDS = 240_000;
const SESSION_MILLISECONDS = 30 * 86_400_000;
const BY = { by: "master key", from: "192.0.2.1" };

/** Those who invite and remove people, make tokens, sign in and out, in either region, and what they were told. */
export class Accounts {
  readonly passes: Pass[] = [];
  /** Tokens of invites, and whether somebody was told that it is used or withdrawn. */
  readonly invites: { readonly token: string; readonly id: string; isOver: boolean }[] = [];
  /** By their paths: changes that were begun, and whether they ended well. */
  readonly changes = new Map<string, boolean>();
  private readonly entrance: Entrance;
  private asked = 0;
  /** What is done more often stands here more often. */
  private readonly acts = [
    ...[this.invite, this.accept, this.accept, this.withdraw, this.changeRole, this.changeRole],
    ...[this.remove, this.removeTwo, this.signIn, this.signIn, this.signOut],
    ...[this.makeToken, this.revoke],
  ];

  constructor(private readonly stage: Stage) {
    this.entrance = new Entrance(stage, this.passes);
  }

  async step(): Promise<void> {
    const { dice, regions, now } = this.stage;
    const up = regions.filter((region) => region.isUp(now));
    for (let acts = dice.pick(ACTS_MAX); acts > 0; acts--) {
      const region = up[dice.pick(up.length)];
      if (region) await this.act(region);
    }
    await this.entrance.step();
  }

  private async act(region: SimulatedRegion): Promise<void> {
    const { fail } = this.stage;
    const before = await ownersIn(region);
    await this.anyOf(this.acts)?.call(this, region);
    if (before > 0 && (await ownersIn(region)) === 0)
      fail("I12 owners", `${region.name} has no owner any more`);
  }

  private async invite(region: SimulatedRegion): Promise<void> {
    const role = this.anyOf(ROLES) ?? "viewer";
    await this.change(region, "invited", async (ports) => {
      const wanted = { name: undefined, email: undefined, role, projects: undefined, createdBy: BY.by };
      const { invite, token } = await createInvite(ports, wanted);
      this.invites.push({ token, id: invite.id, isOver: false });
    });
  }

  /** Also one that was accepted in the other region, which this one may not have heard of. */
  private async accept(region: SimulatedRegion): Promise<void> {
    const open = this.anyOf(this.invites.slice(-INVITES));
    if (!open) return;
    await this.change(region, "accepted", async (ports) => {
      const invite = await requireInvite(ports, open);
      const given = { name: "Somebody", email: undefined };
      const { id } = await acceptInvite(ports, invite, given, (person) => ({
        kind: "put",
        item: { ...passwordKey(person.id), hash: "x" },
        condition: LAST_WRITE_WINS,
      }));
      open.isOver = true;
      if (!this.passes.some((pass) => pass.id === id))
        this.passes.push({ ...newPass(id), kind: "person", roles: new Map() });
    });
  }

  private async withdraw(region: SimulatedRegion): Promise<void> {
    const open = this.anyOf(this.invites.filter(({ isOver }) => !isOver));
    if (!open || this.stage.dice.random() < KEEPS) return;
    await this.change(region, "withdrawn", async (ports) => {
      await withdrawInvite(ports, await requireInvite(ports, open));
      open.isOver = true;
    });
  }

  private async changeRole(region: SimulatedRegion): Promise<void> {
    const [person, role] = [this.anyOf(this.people()), this.anyOf(ROLES)];
    if (person && role)
      await this.change(region, "roleChanged", async (ports) => {
        await changePerson(ports, person.id, { role });
      });
  }

  private async remove(region: SimulatedRegion): Promise<void> {
    const person = this.anyOf(this.people());
    if (person) await this.end(region, person, "personRemoved", (ports) => removePerson(ports, person.id));
  }

  /** At once, be they the last two owners. */
  private async removeTwo(region: SimulatedRegion): Promise<void> {
    const owners = (await listPeople(region.memory.ports)).filter(({ role }) => role === "owner");
    const two = this.people().filter(({ id }) => owners.slice(0, 2).some((owner) => owner.id === id));
    if (owners.length !== 2 || two.length !== 2) return;
    await Promise.all(
      two.map((person) =>
        this.end(region, person, "personRemoved", (ports) => removePerson(ports, person.id)),
      ),
    );
  }

  private async signIn(region: SimulatedRegion): Promise<void> {
    const person = this.anyOf(this.people().filter(({ standing }) => standing === "going"));
    if (!person) return;
    await this.change(region, "signedIn", async (ports) => {
      const at = ports.clock.now();
      const id = ports.ids.secret();
      const session = { id, at, until: at + SESSION_MILLISECONDS, from: BY.from, person: person.id };
      await keepSession(ports, session);
      this.passes.push({ ...newPass(id), kind: "session", session, person });
    });
  }

  private async signOut(region: SimulatedRegion): Promise<void> {
    const pass = this.anyOf(this.passes.filter((one) => one.kind === "session"));
    if (pass?.kind !== "session") return;
    await this.end(region, pass, "sessionEnded", (ports) => endedSessions(ports).add(pass.session));
  }

  private async makeToken(region: SimulatedRegion): Promise<void> {
    const isShort = this.stage.dice.random() < EXPIRES;
    await this.change(region, "tokenMade", async (ports) => {
      const expiresAt = isShort ? ports.clock.now() + EXPIRES_MILLISECONDS : undefined;
      const wanted = { name: "CI", scopes: [...SCOPES], project: undefined, createdBy: BY.by, expiresAt };
      const { id, token } = await createToken(ports, wanted);
      this.passes.push({ ...newPass(id), kind: "token", hash: keyHash(token), expiresAt });
    });
  }

  private async revoke(region: SimulatedRegion): Promise<void> {
    const token = this.anyOf(this.passes.filter(({ kind }) => kind === "token"));
    if (!token) return;
    await this.end(region, token, "tokenRevoked", async (ports) =>
      revokeToken(ports, await requireToken(ports, token.id)),
    );
  }

  /** Ends it; whether it came to that is only known when it was told so. */
  private async end(
    region: SimulatedRegion,
    pass: Pass,
    what: Happening,
    work: (ports: Ports) => Promise<void>,
  ): Promise<void> {
    if (pass.standing === "going") pass.standing = "unsure";
    await this.change(region, what, async (ports) => {
      await work(ports);
      pass.standing = "ended";
    });
  }

  /** Does it as a request does: with a line in the audit before, and its end in it afterwards. */
  private async change(
    region: SimulatedRegion,
    what: Happening,
    work: (ports: Ports) => Promise<void>,
  ): Promise<void> {
    const path = `/v1/${what}/${this.asked++}`;
    await region.live(async () => {
      const end = await beginLine(region.ports, { ...BY, did: what, path });
      this.changes.set(path, false);
      await work(region.ports);
      this.stage.note(`${what} in ${region.name}`);
      this.stage.dice.happened(what);
      await end({ status: 200 });
      this.changes.set(path, true);
    });
  }

  private people(): PersonPass[] {
    return this.passes.flatMap((pass) => (pass.kind === "person" ? pass : []));
  }

  private anyOf<T>(of: readonly T[]): T | undefined {
    return of[this.stage.dice.pick(of.length)];
  }
}

const SCOPES = ["read", "triage"] as const;

const ownersIn = async ({ memory }: Pick<SimulatedRegion, "memory">): Promise<number> =>
  (await listPeople(memory.ports)).filter(({ role }) => role === "owner").length;
