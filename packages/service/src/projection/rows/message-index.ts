import { base32, digest } from "@faultline/core/hash";
import { messageName } from "@faultline/core/message-name";
import type { Write } from "../../ports.js";
import { messagePartition } from "../../table/layout.js";
import { isKeptLong } from "../expiry.js";
import type { Summary } from "./summary.js";

/** Where the issues whose title message has this name are found. Names can be longer than a key may be. */
export const messageKeyOf = (project: string, name: string): string =>
  messagePartition(project, base32(digest(name)).slice(0, 26));

/**
 * /v0 addresses an issue by its title message; a message that once was the title goes on leading to it. Gives back until
 * when the title's row is kept then.
 */
export function messageWrites(
  project: string,
  issue: string,
  move: {
    from: Summary | undefined;
    to: Summary | undefined;
    keptUntil: number | undefined;
    expiresAt: number;
  },
): { keptUntil: number | undefined; writes: Write[] } {
  const { from, to, keptUntil, expiresAt } = move;
  const isThere = from?.head.message === to?.head.message && isKeptLong(keptUntil, expiresAt);
  if (!to || isThere) return { keptUntil, writes: [] };
  const key = { pk: messageKeyOf(project, messageName(to.head.message)), sk: issue };
  return { keptUntil: expiresAt, writes: [{ kind: "put", item: { ...key, x: expiresAt } }] };
}
