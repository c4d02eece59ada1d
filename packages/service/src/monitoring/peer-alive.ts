import type { Ports } from "../ports.js";
import { answersAt } from "../regions/leader.js";
import { readRows } from "./rows.js";

interface PeerLook {
  /** The other region's own address; undefined when nobody knows it. */
  readonly peerUrl: string | undefined;
  /** Without an address, a region that has not written for so long is taken for gone. */
  readonly staleMilliseconds: number;
}

/** Whether the other region is there: asked directly, or by what it last wrote into the log. */
export async function isPeerAlive(
  ports: Pick<Ports, "region" | "log" | "clock">,
  { peerUrl, staleMilliseconds }: PeerLook,
): Promise<boolean> {
  if (peerUrl !== undefined) return answersAt(peerUrl);
  const rows = (await readRows(ports)).filter((row) => row.kind === "region");
  const other = rows.find(({ region }) => region !== ports.region);
  // One that never wrote was never there: it is being deployed.
  return other === undefined || ports.clock.now() - other.at <= staleMilliseconds;
}
