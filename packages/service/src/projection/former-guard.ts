import * as z from "zod";
import type { Key, Ports, Write } from "../ports.js";
import { formerPartition, SINGLE } from "../table/layout.js";

const GuardRow = z.object({ ver: z.number(), live: z.boolean(), settled: z.boolean() });

/**
 * What a region knows of a former issue. `live`: events go on in it. Until then each new issue that takes its events is
 * noted beside the guard, in one write with a new version of it, so that none is forgotten when the former one turns up.
 * `settled`: what they took is back.
 */
export type Guard = z.infer<typeof GuardRow>;

export const guardKey = (project: string, former: string): Key => ({
  pk: formerPartition(project, former),
  sk: SINGLE,
});

const UNKNOWN: Guard = { ver: 0, live: false, settled: false };

export async function readGuard(
  { view }: Pick<Ports, "view">,
  project: string,
  former: string,
): Promise<Guard> {
  const item = await view.get(guardKey(project, former));
  return item ? GuardRow.parse(item) : UNKNOWN;
}

/** The guard's next state, written only over the one that was read. */
export function guardWrite(key: Key, from: Guard, to: Omit<Guard, "ver">, expiresAt?: number): Write {
  const condition =
    from.ver === 0 ? ({ kind: "absent" } as const) : ({ kind: "version", is: from.ver } as const);
  return { kind: "put", item: { ...key, ...to, ver: from.ver + 1, x: expiresAt }, condition };
}
