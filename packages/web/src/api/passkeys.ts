import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import { request } from "./request.js";

/** Whether this browser has passkeys, and this address may: one in numbers has no name they could be for. */
export const hasPasskeys = (): boolean =>
  "PublicKeyCredential" in globalThis && !/^[\d.]+$|^\[/.test(location.hostname);

/** Loaded when the first one is asked for. */
const library = () => import("@simplewebauthn/browser");

/** Has somebody show any passkey of theirs, and signs them in by it. */
export async function signInByPasskey(): Promise<unknown> {
  const { options: optionsJSON, challenge } = await asked<PublicKeyCredentialRequestOptionsJSON>(
    "/v1/session/passkey/options",
    {},
  );
  const { startAuthentication } = await library();
  const response = await startAuthentication({ optionsJSON });
  return request("/v1/session/passkey", { method: "POST", body: { challenge, response } });
}

/** Has somebody make a passkey, and sends it along with the rest. `path` is where it goes; its options come from below. */
export async function makePasskey(path: string, asking: object, sent: object): Promise<unknown> {
  const { options: optionsJSON, challenge } = await asked<PublicKeyCredentialCreationOptionsJSON>(
    `${path}/options`,
    asking,
  );
  const { startRegistration } = await library();
  const response = await startRegistration({ optionsJSON });
  return request(path, { method: "POST", body: { ...sent, challenge, response } });
}

const asked = <Options>(path: string, body: object): Promise<{ options: Options; challenge: string }> =>
  request(path, { method: "POST", body });

/** Whether somebody closed the browser's window, or let it stand: nothing is wrong. */
export const isCancelled = (error: Error): boolean =>
  error.name === "NotAllowedError" || error.name === "AbortError";
