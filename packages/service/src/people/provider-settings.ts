import * as z from "zod";
import { ROLES } from "./rights.js";

/** A provider of OpenID Connect, as the operator names it. */
export const ProviderSettings = z.object({
  /** Its address, where `/.well-known/openid-configuration` begins. TLS, but on the same machine. */
  issuer: z
    .url()
    .refine(
      (url) => url.startsWith("https:") || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(`${url}/`),
      { error: "an https: address" },
    ),
  clientId: z.string().min(1),
  clientSecret: z.string().optional(),
  /** What the button says. */
  name: z.string().min(1),
  /** Whose addresses come in without an invite; nobody's when empty. */
  domains: z.array(z.string()).readonly(),
  /** What those are then. */
  role: z.enum(ROLES),
});
export type ProviderSettings = z.infer<typeof ProviderSettings>;

/** The list of hosts that may be reached, with the provider's among them: its own address is reason enough. */
export const withProvider = (allowedHosts: string, provider: ProviderSettings | undefined): string =>
  provider ? `${allowedHosts},${new URL(provider.issuer).host}` : allowedHosts;
