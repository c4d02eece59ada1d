import type { Context } from "hono";
import type { PasskeyPlace } from "../people/passkey-ceremony.js";

/**
 * Where passkeys are for: the address people reach us by, or on one machine the name the browser asked, since an address in
 * numbers has none. https://www.w3.org/TR/webauthn-3/#rp-id
 */
export function passkeyPlace(c: Context, publicUrl: string): PasskeyPlace {
  const own = new URL(publicUrl);
  const origin = c.req.header("origin") ?? "";
  const asked = URL.canParse(origin) ? new URL(origin) : own;
  const { hostname: host, origin: shown } = isOwnMachine(own) && isOwnMachine(asked) ? asked : own;
  return { host, origin: shown };
}

const isOwnMachine = ({ hostname }: URL): boolean =>
  hostname === "127.0.0.1" || hostname === "[::1]" || /(^|\.)localhost$/.test(hostname);
