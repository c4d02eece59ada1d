import { keyHash } from "@faultline/core/id";
import { z } from "zod";
import { LAST_WRITE_WINS, type Ports } from "../ports.js";
import { apiKeyKey, setupKeyKey } from "../table/layout.js";
import { createKey } from "./api-keys.js";

const LABEL = "setup";
const Row = z.object({ sealed: z.custom<Uint8Array>((value) => value instanceof Uint8Array) });

/**
 * The key that a project's setup page shows: the same each time, made when it is first asked for or was revoked. It is
 * the one key that can be shown again, because it is kept encrypted; of all others there is only a hash.
 */
export async function setupKey(
  ports: Pick<Ports, "log" | "cipher" | "clock" | "ids">,
  project: string,
): Promise<string> {
  const kept = await keptKey(ports, project);
  if (kept !== undefined) return kept;
  const { key } = await createKey(ports, project, LABEL);
  const encrypted = await ports.cipher.encrypt(new TextEncoder().encode(key), "setup key");
  await ports.log.put({ ...setupKeyKey(project), sealed: encrypted }, LAST_WRITE_WINS);
  return key;
}

async function keptKey(ports: Pick<Ports, "log" | "cipher">, project: string): Promise<string | undefined> {
  const row = await ports.log.get(setupKeyKey(project));
  const opened = row && (await ports.cipher.decrypt(Row.parse(row).sealed, "setup key"));
  if (!opened) return undefined;
  const key = new TextDecoder().decode(opened);
  const isValid = await ports.log.get(apiKeyKey(keyHash(key)));
  return isValid ? key : undefined;
}
