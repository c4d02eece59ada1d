import { createHmac } from "node:crypto";
import type { Ports } from "../ports.js";
import type { IssueRef } from "./outbox.js";

const CHARS = 20;

/**
 * What tells a ticket of ours from one that somebody wrote with our hidden marker in it. It follows from the master key,
 * equal in both regions; after a change of that key a ticket is known by its remembered number, or by its author.
 */
export const ticketSignature = (
  { settings }: Pick<Ports, "settings">,
  { project, issue }: IssueRef,
): string =>
  createHmac("sha256", settings.masterKeyHash)
    .update(`ticket ${project} ${issue}`)
    .digest("hex")
    .slice(0, CHARS);
