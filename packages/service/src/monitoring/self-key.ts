import { timingSafeEqual } from "node:crypto";
import { keyHash } from "@faultline/core/id";
import type { Settings } from "../ports.js";
import { OWN_PROJECT, SYNTHETIC_CHECK_PROJECT } from "../projects/built-in.js";

/**
 * The key with which regions post to a built-in project. It follows from the master key's hash, which both regions
 * have and nobody else: nothing to store, to look up while a table is out, or to hand out.
 */
export const selfKey = ({ masterKeyHash }: Pick<Settings, "masterKeyHash">, project: string): string =>
  keyHash(`faultline's own key for ${project}: ${masterKeyHash}`);

/** What only regions can send along, to say that a request is one of their own. */
export const quietKey = ({ masterKeyHash }: Pick<Settings, "masterKeyHash">): string =>
  keyHash(`faultline's own requests: ${masterKeyHash}`);

/** Compared in a time that says nothing of where two differ. */
export const isSameSecret = (given: string, secret: string): boolean =>
  timingSafeEqual(Buffer.from(keyHash(given)), Buffer.from(keyHash(secret)));

/** The built-in project this hash of a key may post to, if it is one of those keys. */
export function selfKeyProject(settings: Pick<Settings, "masterKeyHash">, hash: string): string | undefined {
  return [OWN_PROJECT, SYNTHETIC_CHECK_PROJECT].find(
    (project) => keyHash(selfKey(settings, project)) === hash,
  );
}
