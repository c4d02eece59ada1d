import type { Ports } from "./ports.js";

export interface KeptConfigs {
  /** What the answer tells the client about configs that will not be used. */
  readonly warnings: readonly string[];
}

/**
 * Looks at the notification configs of a POST. They hold webhook addresses and tokens, so nothing of them
 * goes into an event; this version sends no notifications, and says so rather than staying silent.
 */
export async function keepConfigs(
  _ports: Ports,
  _project: string,
  configs: readonly unknown[],
): Promise<KeptConfigs> {
  if (configs.length === 0) return { warnings: [] };
  return { warnings: ["notifications: read but not sent; this version stores errors and sends nothing"] };
}
