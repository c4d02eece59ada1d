import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import * as z from "zod";
import type { Ports } from "../ports.js";
import { makeToken, readToken } from "../projects/signed-token.js";
import { endedKey } from "../table/layout.js";
import type { Passkey } from "./passkeys.js";

/** Where a passkey is for: a host's name, and the address whose pages may ask for it. */
export interface PasskeyPlace {
  readonly host: string;
  readonly origin: string;
}

/** How long somebody may take to show their finger. */
const OPEN_MILLISECONDS = 5 * 60_000;
const NAME = "Faultline";

/** What a browser is asked; it travels with the browser, encrypted, so that either region may hear the answer. */
const Challenge = z.object({
  challenge: z.string(),
  /** A sign-in, or whose new passkey it is for. */
  purpose: z.string(),
  host: z.string(),
  origin: z.string(),
  until: z.number(),
});
type Challenge = z.infer<typeof Challenge>;

type CeremonyPorts = Pick<Ports, "log" | "clock" | "settings">;

const SIGN_IN = "sign in";
const purposeOf = (person: string): string => `new passkey of ${person}`;

/** What a browser needs to make a passkey for somebody, and the challenge to send back. */
export async function askForNew(
  ports: CeremonyPorts,
  place: PasskeyPlace,
  person: { readonly id: string; readonly name: string; readonly has: readonly Passkey[] },
): Promise<{ options: object; challenge: string }> {
  const { generateRegistrationOptions } = await library();
  const options = await generateRegistrationOptions({
    rpName: NAME,
    rpID: place.host,
    userName: person.name,
    userDisplayName: person.name,
    userID: new Uint8Array(Buffer.from(person.id)),
    attestationType: "none",
    timeout: OPEN_MILLISECONDS,
    excludeCredentials: person.has.map(({ credential: id }) => ({ id })),
    // It is all that is asked for: it has to name its owner, and to know them.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  return { options, challenge: await carried(ports, place, options.challenge, purposeOf(person.id)) };
}

/** The new passkey, as a browser made it; undefined when it is no answer to this challenge. */
export async function newPasskey(
  ports: CeremonyPorts,
  person: string,
  { challenge, response }: { readonly challenge: string; readonly response: RegistrationResponseJSON },
): Promise<Pick<Passkey, "credential" | "publicKey" | "counter" | "transports"> | undefined> {
  const asked = await opened(ports, challenge, purposeOf(person));
  if (!asked) return undefined;
  const { verifyRegistrationResponse } = await library();
  const verified = await orUndefined(() => verifyRegistrationResponse({ response, ...expected(asked) }));
  if (!verified?.registrationInfo) return undefined;
  const { id, publicKey, counter, transports } = verified.registrationInfo.credential;
  return { credential: id, publicKey, counter, transports };
}

/** What a browser needs to show any passkey of this place, and the challenge to send back. */
export async function askForAny(
  ports: CeremonyPorts,
  place: PasskeyPlace,
): Promise<{ options: object; challenge: string }> {
  const { generateAuthenticationOptions } = await library();
  const options = await generateAuthenticationOptions({
    rpID: place.host,
    userVerification: "required",
    timeout: OPEN_MILLISECONDS,
  });
  return { options, challenge: await carried(ports, place, options.challenge, SIGN_IN) };
}

/**
 * How often the passkey says it was used, when this is its answer to the challenge; undefined when not. An answer counts once in
 * a region, and in the other once the regions have heard of each other.
 */
export async function usesOf(
  ports: CeremonyPorts,
  passkey: Passkey,
  { challenge, response }: { readonly challenge: string; readonly response: AuthenticationResponseJSON },
): Promise<number | undefined> {
  const asked = await opened(ports, challenge, SIGN_IN);
  if (!asked) return undefined;
  const { verifyAuthenticationResponse } = await library();
  const credential = {
    id: passkey.credential,
    publicKey: new Uint8Array(passkey.publicKey),
    counter: passkey.counter,
  };
  const verified = await orUndefined(() =>
    verifyAuthenticationResponse({ response, credential, ...expected(asked) }),
  );
  if (!verified?.verified) return undefined;
  const used = { ...endedKey(`challenge ${asked.challenge}`), x: Math.ceil(asked.until / 1000) + 60 };
  if ((await ports.log.put(used, { kind: "absent" })) === "conflict") return undefined;
  return verified.authenticationInfo.newCounter;
}

/** Loaded when the first passkey is: it takes as long as all of ours, and many deployments have none. */
const library = () => import("@simplewebauthn/server");

const expected = ({ challenge, origin, host }: Challenge) => ({
  expectedChallenge: challenge,
  expectedOrigin: origin,
  expectedRPID: host,
  requireUserVerification: true,
});

const carried = (
  { settings, clock }: CeremonyPorts,
  { host, origin }: PasskeyPlace,
  challenge: string,
  purpose: string,
): Promise<string> => {
  const until = clock.now() + OPEN_MILLISECONDS;
  return makeToken(settings, "passkey", { challenge, purpose, host, origin, until } satisfies Challenge);
};

async function opened(
  { settings, clock }: CeremonyPorts,
  token: string,
  purpose: string,
): Promise<Challenge | undefined> {
  const asked = Challenge.safeParse(await readToken(settings, "passkey", token)).data;
  return asked && asked.purpose === purpose && asked.until > clock.now() ? asked : undefined;
}

/** The library throws for whatever is not as it has to be: what a browser sent is refused, and nothing of it is a fault. */
async function orUndefined<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
