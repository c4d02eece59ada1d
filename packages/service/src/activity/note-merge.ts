import type { Ports } from "../ports.js";
import type { Merge } from "../projection/merges.js";
import { noteActivity } from "./lines.js";

/** Keeps that an issue was merged, or taken out again, with it and with the other one. */
export async function noteMerge(
  ports: Pick<Ports, "log">,
  { project, issue }: { readonly project: string; readonly issue: string },
  { into, from, at, by }: Merge,
): Promise<void> {
  const other = into ?? from;
  if (other === undefined) return;
  const [own, others] =
    into === null ? (["unmerged-from", "unmerged"] as const) : (["merged-into", "merged"] as const);
  await noteActivity(ports, { project, issue }, { at, by, did: own, issue: other });
  await noteActivity(ports, { project, issue: other }, { at, by, did: others, issue });
}
