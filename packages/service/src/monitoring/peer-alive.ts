import type { Ports } from "../ports.js";
import { answersAt, lastHeartbeats } from "../regions/leader.js";

interface PeerLook {
  /** The other region's own address; undefined when nobody knows it. */
  readonly peerUrl: string | undefined;
  /** Without an address, a region that has sent no heartbeat for so long is taken for gone. */
  readonly staleMilliseconds: number;
}

/** Whether the other region is there: asked directly, or by its last heartbeat in the log. */
export async function isPeerAlive(
  ports: Pick<Ports, "region" | "regions" | "log" | "clock">,
  { peerUrl, staleMilliseconds }: PeerLook,
): Promise<boolean> {
  if (peerUrl !== undefined) return answersAt(peerUrl);
  const beats = [...(await lastHeartbeats(ports))].filter(([region]) => region !== ports.region);
  // One that never sent any was never there: it is being deployed.
  return beats.every(([, at]) => at === 0 || ports.clock.now() - at <= staleMilliseconds);
}
