import { VisibleError } from "@faultline/core/visible-error";
import { z } from "zod";
import type { Ports } from "../ports.js";
import type { Sender } from "./configs.js";

/** What a sealed config may be bound to. */
export const Binding = z.object({
  project: z.string().optional(),
  /** As browsers send it: `https://shop.example.com`. */
  origin: z.string().optional(),
  /** RFC 3339; not used after it. */
  expires: z.string().optional(),
});
export type Binding = z.infer<typeof Binding>;

const Bound = z.object({ faultline: z.literal("config"), config: z.unknown(), bound: Binding });

/**
 * A notification config as text that only this deployment can read: base64 of the sealed JSON.
 * Throws `bad_request` for an expiry that is no time.
 */
export async function sealConfig({ cipher }: Ports, config: unknown, bound?: Binding): Promise<string> {
  if (bound?.expires !== undefined && Number.isNaN(Date.parse(bound.expires)))
    throw new VisibleError("unprocessable", "bad_request", "bind.expires is an RFC 3339 time.");
  const sealed = bound ? { faultline: "config", config, bound } : config;
  return Buffer.from(await cipher.seal(Buffer.from(JSON.stringify(sealed)))).toString("base64");
}

/** The config in a sealed text, or why it is not used here. */
export async function openCapsule(
  { cipher, clock, print }: Ports,
  sender: Sender,
  text: string,
): Promise<{ readonly config: unknown } | { readonly refused: string }> {
  const opened = await cipher.open(Buffer.from(text, "base64")).catch((error: unknown) => {
    // Sealing is another service than storing: its trouble, of whatever kind, must not cost an event.
    print({ level: "error", event: "a sealed config could not be opened", error: String(error) });
    return undefined;
  });
  const content = opened && parsedJson(Buffer.from(opened).toString());
  if (content === undefined) return { refused: "the sealed config cannot be opened by this deployment" };
  const capsule = Bound.safeParse(content);
  if (!capsule.success) return { config: content };
  const { bound, config } = capsule.data;
  if (bound.project !== undefined && bound.project !== sender.project)
    return { refused: "the sealed config is bound to another project" };
  if (bound.origin !== undefined && bound.origin !== sender.origin)
    return { refused: "the sealed config is bound to another origin" };
  if (bound.expires !== undefined && Date.parse(bound.expires) <= clock.now())
    return { refused: "the sealed config has expired" };
  return { config };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Sealed by this deployment's key, but no config.
    return undefined;
  }
}
