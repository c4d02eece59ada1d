import * as z from "zod";
import type { EmulatedWorld, Region } from "./emulated-world.js";

const REGIONS: readonly Region[] = ["us-east-1", "us-west-2"];
const MINUTE = 60_000;
const Peer = z.looseObject({ PeerUnreachable: z.array(z.number()) });

/** Invokes what schedules invoke, each minute, where the region lives; says what it sees of the other one. Gives back how to stop. */
export function keepTime(world: EmulatedWorld, say: (line: string) => void): () => void {
  const seen = new Map<Region, number>();
  const look = async (region: Region): Promise<void> => {
    await world.of("Sweep", region).invoke({});
    await world.of("Rebuild", region).invoke({});
    const watch = world.of("Watch", region);
    await watch.invoke({});
    const line = watch.lines.findLast((one) => one.includes("PeerUnreachable"));
    const [now] = Peer.safeParse(line && JSON.parse(line)).data?.PeerUnreachable ?? [];
    if (now === undefined || now === (seen.get(region) ?? 0)) return;
    seen.set(region, now);
    say(`${region}: the other region ${now === 1 ? "does not answer" : "answers again"}`);
  };
  const minute = (): void => {
    for (const region of REGIONS)
      if (!world.endpoint.dead.has(region)) look(region).catch((error: unknown) => say(String(error)));
  };
  minute();
  const timer = setInterval(minute, MINUTE);
  return () => clearInterval(timer);
}
