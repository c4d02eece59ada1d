import { keyHash } from "@faultline/core/id";
import { beginLine, listLines } from "@faultline/service/people/audit";
import { acceptInvite, createInvite, listInvites, requireInvite } from "@faultline/service/people/invites";
import { noteUses } from "@faultline/service/people/last-uses";
import { changePerson, listPeople, personOf, removePerson } from "@faultline/service/people/people";
import {
  createToken,
  listTokens,
  requireToken,
  revokeToken,
  tokenOfHash,
} from "@faultline/service/people/tokens";
import { LAST_WRITE_WINS, type Ports } from "@faultline/service/ports";
import type { ReplicatedTable } from "@faultline/service/table/replica";
import { expect, test } from "vitest";
import { memoryRegion, REGIONS, type VirtualClock, virtualClock } from "./memory-world.js";

const NOW = Date.UTC(2026, 10, 24, 12);
const WANTED = { name: "CI", scopes: ["source-maps"], project: "shop", createdBy: "master key" } as const;

type OpenLog = (region: string, clock: VirtualClock) => ReplicatedTable;

/** What tokens promise over whatever log, in two regions. */
export function tokenContract(open: OpenLog): void {
  test("a token that one region made is known in the other, by its hash and in the list, and never stands in the log", async () => {
    const { first, second } = pair(open);
    const { id, token } = await createToken(first.ports, { ...WANTED, scopes: ["source-maps"] });
    await carry(first, second);
    const found = await tokenOfHash(second.ports.log, keyHash(token));
    expect(found).toMatchObject({ id, project: "shop", scopes: ["source-maps"], hint: token.slice(-4) });
    expect((await listTokens(second.ports)).map((one) => one.id)).toEqual([id]);
    expect(await tokenOfHash(second.ports.log, keyHash(`${token}x`))).toBeUndefined();
    const { items } = await second.ports.log.scan();
    expect(JSON.stringify(items)).not.toContain(token);
  });

  test("a revoked token stays revoked, also where the clock of the region that made it is ten minutes ahead", async () => {
    const { first, second } = pair(open);
    first.clock.set(NOW + 600_000);
    const { id, token } = await createToken(first.ports, { ...WANTED, scopes: ["read"] });
    await carry(first, second);
    await revokeToken(second.ports, await requireToken(second.ports, id));
    await carry(second, first);
    await carry(first, second);
    for (const { ports } of [first, second]) {
      expect(await tokenOfHash(ports.log, keyHash(token))).toBeUndefined();
      expect(await listTokens(ports)).toEqual([]);
      await expect(requireToken(ports, id)).rejects.toMatchObject({ code: "token_not_found" });
    }
  });

  test("when a token was used last is known of both regions, and written once an hour", async () => {
    const { first, second } = pair(open);
    const { id } = await createToken(first.ports, { ...WANTED, scopes: ["read"] });
    const use = { first: noteUses(first.ports), second: noteUses(second.ports) };
    use.first(id);
    await expect.poll(async () => (await listTokens(first.ports))[0]?.usedAt).toBe(NOW);
    second.clock.set(NOW + 1000);
    use.second(id);
    await carry(first, second);
    await expect.poll(async () => (await listTokens(second.ports))[0]?.usedAt).toBe(NOW + 1000);
    first.clock.set(NOW + 3_599_999);
    use.first(id);
    first.clock.set(NOW + 3_600_000);
    use.first(id);
    await expect.poll(async () => (await listTokens(first.ports))[0]?.usedAt).toBe(NOW + 3_600_000);
    const uses = first.log.feed.read(0, 100).filter(({ key }) => key.pk === `C#u#${id}`);
    expect(uses).toHaveLength(2);
  });
}

/** What people and invites promise over whatever log, in two regions. */
export function personContract(open: OpenLog): void {
  test("an invite of one region is accepted in the other, and by both at once it makes one person", async () => {
    const { first, second } = pair(open);
    const { token } = await createInvite(first.ports, INVITED);
    await carry(first, second);
    for (const [place, { ports }] of [first, second].entries()) {
      const given = { name: `Ada ${place}`, email: "ada@example.com" };
      await acceptInvite(ports, await requireInvite(ports, { token }), given, someCredential);
    }
    await carry(first, second);
    await carry(second, first);
    const [here, there] = [await listPeople(first.ports), await listPeople(second.ports)];
    expect([here.length, await listInvites(first.ports), await listInvites(second.ports)]).toEqual([
      1,
      [],
      [],
    ]);
    expect(there).toEqual(here);
  });

  test("who was removed stays removed, also where the clock of the region that changes them is ten minutes ahead", async () => {
    const { first, second } = pair(open);
    const person = await invited(first, "owner");
    await invited(first, "owner");
    await carry(first, second);
    first.clock.set(NOW + 600_000);
    await changePerson(first.ports, person.id, { role: "member" });
    await removePerson(second.ports, person.id);
    await carry(second, first);
    await carry(first, second);
    for (const { ports } of [first, second]) {
      expect(await personOf(ports.log, person.id)).toBeUndefined();
      expect(await listPeople(ports)).toHaveLength(1);
      await expect(changePerson(ports, person.id, {})).rejects.toMatchObject({ code: "person_not_found" });
    }
  });

  test("of the last two owners one stays, whatever is done to both at once in a region", async () => {
    const { first } = pair(open);
    const owners = [await invited(first, "owner"), await invited(first, "owner")];
    const ends = await Promise.allSettled(owners.map(({ id }) => removePerson(first.ports, id)));
    expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await listPeople(first.ports)).toHaveLength(1);
  });
}

const INVITED = {
  name: "Ada",
  email: undefined,
  role: "member",
  projects: ["shop"],
  createdBy: "x",
} as const;

const someCredential = ({ id }: { readonly id: string }) =>
  ({ kind: "put", item: { pk: "C#c", sk: id, hash: "x" }, condition: LAST_WRITE_WINS }) as const;

async function invited({ ports }: Side, role: "owner" | "member") {
  const { invite } = await createInvite(ports, { ...INVITED, role, projects: undefined });
  return acceptInvite(ports, invite, { name: "Somebody", email: undefined }, someCredential);
}

/** What the audit promises over whatever log, in two regions. */
export function auditContract(open: OpenLog): void {
  test("what was done in either region is told in both, the latest first, between two times, page by page", async () => {
    const { first, second } = pair(open);
    for (let place = 0; place < 6; place++) {
      const { ports, clock } = place % 2 === 0 ? first : second;
      clock.set(NOW + place * 1000);
      const line = { by: `person ${place}`, did: "PATCH /v1/x", path: "/v1/x", from: "192.0.2.1" };
      const end = await beginLine(ports, line);
      await end({ status: 200 + place });
    }
    await carry(first, second);
    await carry(second, first);
    for (const { ports } of [first, second]) {
      const seen: (number | undefined)[] = [];
      let after: string | undefined;
      do {
        const { lines, next } = await listLines(ports, { limit: 2, after, isShown: () => true });
        seen.push(...lines.map(({ status }) => status));
        after = next;
      } while (after !== undefined);
      expect(seen).toEqual([205, 204, 203, 202, 201, 200]);
      const between = { from: NOW + 1000, to: NOW + 3000, limit: 10, isShown: () => true };
      expect((await listLines(ports, between)).lines.map(({ by }) => by)).toEqual([
        "person 3",
        "person 2",
        "person 1",
      ]);
    }
  });
}

interface Side {
  readonly ports: Ports;
  readonly log: ReplicatedTable;
  readonly clock: VirtualClock;
}

function pair(open: OpenLog): { first: Side; second: Side } {
  const [first = "", second = ""] = REGIONS;
  return { first: side(open, first, 1), second: side(open, second, 2) };
}

function side(open: OpenLog, region: string, seed: number): Side {
  const clock = virtualClock(NOW);
  const log = open(region, clock);
  return { clock, log, ports: { ...memoryRegion({ region, clock, seed }).ports, log: log.table } };
}

async function carry(from: Side, to: Side): Promise<void> {
  const own = from.log.feed.read(0, 1000).filter(({ origin }) => origin === "local");
  await to.log.apply(own.map(({ key, new: item, stamp }) => ({ key, item, stamp })));
}
