import { keyHash } from "@faultline/core/id";
import { tokenUses } from "@faultline/service/people/token-uses";
import {
  createToken,
  listTokens,
  requireToken,
  revokeToken,
  tokenOfHash,
} from "@faultline/service/people/tokens";
import type { Ports } from "@faultline/service/ports";
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
    const use = { first: tokenUses(first.ports), second: tokenUses(second.ports) };
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
