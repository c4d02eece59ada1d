import { keyHash } from "@faultline/core/id";
import * as z from "zod";
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
  await keep(ports, project, key);
  return key;
}

type SetupKeyPorts = Pick<Ports, "log" | "cipher">;

async function keep({ log, cipher }: SetupKeyPorts, project: string, key: string): Promise<void> {
  const encrypted = await cipher.encrypt(new TextEncoder().encode(key), "setup key");
  await log.put({ ...setupKeyKey(project), sealed: encrypted }, LAST_WRITE_WINS);
}

async function keptKey(ports: SetupKeyPorts, project: string): Promise<string | undefined> {
  const row = await ports.log.get(setupKeyKey(project));
  const sealed = row && Row.parse(row).sealed;
  const opened = sealed && (await ports.cipher.decrypt(sealed, "setup key"));
  if (!opened) return undefined;
  const key = new TextDecoder().decode(opened);
  const isValid = await ports.log.get(apiKeyKey(keyHash(key)));
  // What an older key encrypted goes over to the present one.
  if (isValid && ports.cipher.isCurrent?.(sealed) === false) await keep(ports, project, key);
  return isValid ? key : undefined;
}
