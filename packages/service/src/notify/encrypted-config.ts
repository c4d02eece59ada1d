import { keyHash } from "@faultline/core/id";
import { parsedJson } from "@faultline/core/parsed-json";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { sharedCipher } from "../ingest/deadline.js";
import type { Cipher, Ports } from "../ports.js";
import { Cache } from "../table/cache.js";
import type { Sender } from "./configs.js";

/** What an encrypted config may be bound to. */
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
 * A notification config as text that only this deployment can read: base64 of the encrypted JSON.
 * Throws `bad_request` for an expiry that is no time.
 */
export async function encryptConfig(
  { cipher }: Pick<Ports, "cipher">,
  config: unknown,
  bound?: Binding,
): Promise<string> {
  if (bound?.expires !== undefined && Number.isNaN(Date.parse(bound.expires)))
    throw new VisibleError("unprocessable", "bad_request", "bind.expires is an RFC 3339 time.");
  const content = bound ? { faultline: "config", config, bound } : config;
  return Buffer.from(await cipher.encrypt(Buffer.from(JSON.stringify(content)), "encrypted config")).toString(
    "base64",
  );
}

/** The config in an encrypted text, or why it is not used here. */
export async function openEncryptedConfig(
  ports: Pick<Ports, "cipher" | "clock" | "print">,
  sender: Sender,
  text: string,
): Promise<{ readonly config: unknown } | { readonly refused: string }> {
  const { clock, print } = ports;
  const opened = await opener(ports)
    .open(ports.cipher, sender.project, text.trim())
    .catch((error: unknown) => {
      // Encrypting is another service than storing: its trouble, of whatever kind, must not cost an event.
      print({ level: "error", event: "an encrypted config could not be opened", error: String(error) });
      return undefined;
    });
  if (opened === "too many")
    return { refused: "too many encrypted configs that cannot be opened; wait a minute" };
  const content = opened && parsedJson(Buffer.from(opened).toString());
  if (content === undefined) return { refused: "the encrypted config cannot be opened by this deployment" };
  const withBinding = Bound.safeParse(content);
  if (!withBinding.success) return { config: content };
  const { bound, config } = withBinding.data;
  if (bound.project !== undefined && bound.project !== sender.project)
    return { refused: "the encrypted config is bound to another project" };
  if (bound.origin !== undefined && bound.origin !== sender.origin)
    return { refused: "the encrypted config is bound to another origin" };
  if (bound.expires !== undefined && Date.parse(bound.expires) <= clock.now())
    return { refused: "the encrypted config has expired" };
  return { config };
}

const TEXT_CHARS_MAX = 9000;
const CACHE_SECONDS = 300;
const MINUTE = 60_000;
/** Texts a minute that a project's senders may have looked at in vain: each may cost a call of the key service. */
const FAILURES_MAX = 30;

type Opener = ReturnType<typeof makeOpener>;
const openers = new WeakMap<Cipher, Opener>();

/** One for each cipher, which the requests of a process share. */
function opener(ports: Pick<Ports, "cipher" | "clock">): Opener {
  const cipher = sharedCipher(ports.cipher);
  const known = openers.get(cipher) ?? makeOpener(ports);
  openers.set(cipher, known);
  return known;
}

/** Opens texts, each once in a while, and no more garbage than a project's share of it. */
function makeOpener({ clock }: Pick<Ports, "clock">) {
  const known = new Cache<Uint8Array | undefined>(clock, CACHE_SECONDS);
  const failures = new Map<string, number>();
  let minute = -1;
  const failedOf = (project: string): number => {
    const current = Math.floor(clock.now() / MINUTE);
    if (current !== minute) failures.clear();
    minute = current;
    return failures.get(project) ?? 0;
  };
  return {
    /** `cipher`: that of the request, which has its own deadline. */
    async open(cipher: Cipher, project: string, text: string): Promise<Uint8Array | "too many" | undefined> {
      if (text.length > TEXT_CHARS_MAX || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return undefined;
      const key = keyHash(text);
      const isKnown = known.has(key);
      if (failedOf(project) >= FAILURES_MAX && !isKnown) return "too many";
      // Taken for a failure until it is none, for those of one request are looked at together.
      if (!isKnown) failures.set(project, failedOf(project) + 1);
      const opened = await known.get(key, () =>
        cipher.decrypt(Buffer.from(text, "base64"), "encrypted config"),
      );
      if (!isKnown && opened) failures.set(project, Math.max(0, failedOf(project) - 1));
      return opened;
    },
  };
}
