import { listPeople } from "@faultline/service/people/people";
import type { Scope } from "@faultline/service/projects/authenticate";
import { type Gate, gateOf } from "./gate.js";
import { heedEnds, type Pass, roleIn } from "./pass.js";
import type { SimulatedRegion } from "./region.js";
import type { Stage } from "./stage.js";

const ASKS = 3;
/** After so long, a region that has heard of an end lets nobody in by what has ended. */
const HEEDED_MILLISECONDS = 60_000;

/** People who try to come in, in every region that is up, with what they once had. */
export class Entrance {
  private readonly gates = new Map<string, Gate>();

  constructor(
    private readonly stage: Pick<Stage, "dice" | "regions" | "now" | "fail">,
    private readonly passes: readonly Pass[],
  ) {}

  async step(): Promise<void> {
    const { regions, now } = this.stage;
    for (const region of regions) {
      // What a process remembered ends with it.
      if (!region.isUp(now)) this.gates.delete(region.name);
      else await this.knock(region);
    }
  }

  private async knock(region: SimulatedRegion): Promise<void> {
    const { dice, now } = this.stage;
    const gate = this.gates.get(region.name) ?? gateOf(region.ports);
    this.gates.set(region.name, gate);
    await heedEnds(region.memory.ports, this.passes, now);
    await this.heedRoles(region);
    for (let ask = 0; ask < ASKS; ask++) {
      const pass = this.passes[dice.pick(this.passes.length)];
      const scope = pass && (await region.live(() => gate(pass)));
      if (pass && scope) this.check(region, pass, scope);
    }
  }

  private async heedRoles({ memory, name }: SimulatedRegion): Promise<void> {
    const people = await listPeople(memory.ports);
    for (const pass of this.passes) {
      const role = people.find(({ id }) => id === pass.id)?.role;
      if (pass.kind === "person" && role) pass.roles.set(roleIn(name, role), this.stage.now);
    }
  }

  private check({ name, ports }: SimulatedRegion, pass: Pass, scope: Scope): void {
    const { now, fail } = this.stage;
    // While no log answers, a token may post what would be lost otherwise.
    if (scope.kind === "token" && !scope.scopes.includes("read")) return;
    const heard = pass.endHeard.get(name) ?? now;
    if (now - heard > HEEDED_MILLISECONDS)
      fail("I12 ended", `${pass.kind} ${pass.id} comes in ${now - heard} ms after its end in ${name}`);
    if (pass.kind === "token" && pass.expiresAt !== undefined && pass.expiresAt <= ports.clock.now())
      fail("I12 ended", `${pass.id} has expired and comes in in ${name}`);
    if (scope.kind !== "person") return;
    const person = pass.kind === "session" ? pass.person : pass;
    const known = person.kind === "person" ? person.roles.get(roleIn(name, scope.role)) : now;
    if (now - (known ?? Number.NEGATIVE_INFINITY) > HEEDED_MILLISECONDS)
      fail("I12 role", `${person.id} is still taken for ${scope.role} in ${name}`);
  }
}
