import { base32, digest } from "@faultline/core/hash";
import { messageName } from "@faultline/core/message-name";
import type { Write } from "../../ports.js";
import { messagePartition } from "../../table/layout.js";
import type { Summary } from "./summary.js";

/** Where the issues whose title message has this name are found. Names can be longer than a key may be. */
export const messageKeyOf = (project: string, name: string): string =>
  messagePartition(project, base32(digest(name)).slice(0, 26));

/** /v0 addresses an issue by its title message; a message that once was the title goes on leading to it. */
export function messageWrites(
  project: string,
  issue: string,
  { from, to, expiresAt }: { from: Summary | undefined; to: Summary | undefined; expiresAt: number },
): Write[] {
  if (!to || from?.head.message === to.head.message) return [];
  return [
    {
      kind: "put",
      item: { pk: messageKeyOf(project, messageName(to.head.message)), sk: issue, x: expiresAt },
    },
  ];
}
