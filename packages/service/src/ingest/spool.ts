import * as z from "zod";
import type { Item, Ports, Spool } from "../ports.js";
import { Unavailable } from "../ports.js";
import { ensureProject } from "../projects/projects.js";

const Binary = z.object({ $bytes: z.string() });
const Attributes = z.record(z.string(), z.custom<Item[string]>());
const Spooled = z.looseObject({ pk: z.string(), sk: z.string(), p: z.string() });

/** Puts a pack's item where it waits for its table. */
export const spoolItem = (spool: Spool, item: Item, signal?: AbortSignal): Promise<void> =>
  spool.put(item.pk.slice("K#".length), Buffer.from(JSON.stringify(item, withBytes)), signal);

/**
 * Takes in what waits in this region's spool. Gives back how many still wait: a table that does not answer
 * ends the round, and a pack that is in it already is only removed.
 */
export async function drainSpool(ports: Pick<Ports, "log" | "spool" | "clock" | "ids">): Promise<number> {
  const { spool } = ports;
  if (!spool) return 0;
  let left = 0;
  for (const name of await spool.names()) {
    const bytes = await spool.get(name);
    if (!bytes) continue;
    try {
      const item: Item = Spooled.transform(asItem).parse(JSON.parse(Buffer.from(bytes).toString(), toBytes));
      await ensureProject(ports, String(item.p));
      await ports.log.put(item, { kind: "absent" });
      await spool.remove(name);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      left += 1;
    }
  }
  return left;
}

const asItem = (value: z.infer<typeof Spooled>): Item => ({
  ...Attributes.parse(value),
  pk: value.pk,
  sk: value.sk,
});

/** JSON has no bytes; `this` is the value before Buffer makes its own JSON of it. */
function withBytes(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const raw = this[key];
  return raw instanceof Uint8Array ? { $bytes: Buffer.from(raw).toString("base64") } : value;
}

function toBytes(_: string, value: unknown): unknown {
  const binary = Binary.safeParse(value);
  return binary.success ? new Uint8Array(Buffer.from(binary.data.$bytes, "base64")) : value;
}
