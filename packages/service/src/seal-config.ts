import type { Ports } from "./ports.js";

/** A notification config as text that only this deployment can read: base64 of the sealed JSON. */
export async function sealConfig(
  { cipher }: Ports,
  config: Readonly<Record<string, unknown>>,
): Promise<string> {
  return Buffer.from(await cipher.seal(Buffer.from(JSON.stringify(config)))).toString("base64");
}
