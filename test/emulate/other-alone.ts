import * as z from "zod";
import { ask, postUntilTaken } from "./client.js";
import type { EmulatedWorld } from "./emulated-world.js";
import type { FaultKind } from "./faults.js";
import { A, B, type Is, issuesOf, sweptIn, until } from "./held.js";
import { decideAbout, tellsOf } from "./telling.js";

const Rebuilt = z.looseObject({ isWhole: z.boolean() });
const KIND: FaultKind = "error";

/**
 * The primary region's functions have never run: the other one takes errors on each tier, leads and tells. What the log holds
 * by then is folded there by the rebuild, before the stream is read at all. Objects lie where they were put.
 */
export async function otherAlone(world: EmulatedWorld, events: Set<string>, is: Is): Promise<void> {
  world.kill(A, "functions");
  await onTier(world, "spool", "every table is ill", is, events);
  const swept = await sweptIn(world, B);
  is(
    `${B} leads while nobody else does, and empties its spool`,
    swept.isLeader === true && swept.spooled === 0,
    swept,
  );
  await onTier(world, "peer", "its own table is ill", is, events);
  await tellsOf(world, { region: B, other: A }, events, is);
  const rebuild = world.of("Rebuild", A);
  await rebuild.invoke({});
  await decideAbout(world, B, events, is);
  const { result, error } = await rebuild.invoke({ rebuild: "again" });
  is(`${A}'s view is folded from the log alone`, Rebuilt.safeParse(result).data?.isWhole === true, [
    result,
    error,
  ]);
  world.heal(A);
  const shown = async () => (await issuesOf(world, A, "shop")).some(({ status }) => status === "resolved");
  is("what was decided meanwhile is known there", await until(shown), await issuesOf(world, A, "shop"));
}

/** Who was away says so, and is seen, before it waits to lead again: see `leader.ts`. */
export async function comeBack(world: EmulatedWorld): Promise<void> {
  for (const region of [A, B, A] as const) await sweptIn(world, region);
}

/** The primary region leads again, once it has waited for what the other one has told. */
export async function leadsAgain(world: EmulatedWorld, is: Is): Promise<void> {
  const leads = async (): Promise<boolean> => {
    const [first] = [await sweptIn(world, A), await sweptIn(world, B)];
    return first.isLeader === true;
  };
  is(`${A} leads again`, await until(leads, 1000), "it never did");
}

async function onTier(
  world: EmulatedWorld,
  tier: "spool" | "peer",
  why: string,
  is: Is,
  events: Set<string>,
): Promise<void> {
  const region = tier === "peer" ? { region: B } : {};
  world.endpoint.faults.push({ kind: KIND, service: "dynamodb", ...region });
  const { status, headers, text } = await postUntilTaken(world.addresses[B], `by-${tier}`);
  world.endpoint.faults.length = 0;
  events.add(`by-${tier}`);
  const by = headers.get("x-faultline-accepted-by");
  is(`${B} takes an error by the ${tier} while ${why}`, status === 201 && by === tier, [status, by, text]);
}

/** A key is made and deleted, a config sealed where the other region opens it. */
export async function keysAndSeals(world: EmulatedWorld, events: Set<string>, is: Is): Promise<void> {
  for (const [region, other] of [
    [A, B],
    [B, A],
  ] as const) {
    const address = world.addresses[region];
    const config = { type: "webhook", url: `${address}/health`, threshold: 1_000_000 };
    const sealed = await ask(world.addresses[other], "/v1/encrypt", { body: config });
    const { encrypted } = z.looseObject({ encrypted: z.string().default("") }).parse(sealed.json ?? {});
    const told = await ask(address, "/v0/projects/shop/errors", {
      headers: { "idempotency-key": `sealed-${region}` },
      body: { errors: [{ type: "TypeError", message: "under fault" }], notifications: [encrypted] },
    });
    events.add(`sealed-${region}`);
    is(`what ${other} seals ${region} opens`, told.status === 201 && !/warnings/.test(told.text), [
      sealed.text,
      told.text,
    ]);
    const made = await ask(address, "/v1/projects/shop/keys", { body: { label: "of the check" } });
    const { id } = z.looseObject({ id: z.string().default("") }).parse(made.json ?? {});
    const gone = await ask(address, `/v1/projects/shop/keys/${id}`, { method: "DELETE" });
    is(`a key is made and deleted in ${region}`, made.status === 201 && gone.status === 204, [
      made.text,
      gone.status,
      gone.text,
    ]);
  }
}
