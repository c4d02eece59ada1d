import {
  DecryptCommand,
  DisabledException,
  EncryptCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  type KMSClient,
  KMSInvalidStateException,
} from "@aws-sdk/client-kms";
import { VisibleError } from "@faultline/core/visible-error";
import { type Cipher, Unavailable } from "@faultline/service/ports";
import { translated } from "./errors.js";

/** What KMS encrypts directly. Notification configs are smaller: their limit is lower. */
const PLAIN_BYTES_MAX = 4096;
/** What KMS looks at to open. */
const SEALED_BYTES_MAX = 6144;

/**
 * Seals with a multi-region KMS key, so that either region opens what the other sealed. Opens what
 * `aws kms encrypt` made under the same key, too.
 */
export function kmsCipher(client: KMSClient, keyId: string): Cipher {
  return {
    async seal(plain) {
      if (plain.length > PLAIN_BYTES_MAX) {
        throw new VisibleError(
          "too_large",
          "too_large",
          `A config to seal may have ${PLAIN_BYTES_MAX} bytes.`,
        );
      }
      try {
        const { CiphertextBlob } = await client.send(new EncryptCommand({ KeyId: keyId, Plaintext: plain }));
        if (!CiphertextBlob) throw new Unavailable("KMS gave no ciphertext");
        return CiphertextBlob;
      } catch (error) {
        throw translated(error);
      }
    },
    async open(sealed) {
      if (sealed.length === 0 || sealed.length > SEALED_BYTES_MAX) return undefined;
      try {
        const { Plaintext } = await client.send(new DecryptCommand({ KeyId: keyId, CiphertextBlob: sealed }));
        return Plaintext;
      } catch (error) {
        if (isForeign(error)) return undefined;
        throw isAsleep(error) ? new Unavailable(error.name, { cause: error }) : translated(error);
      }
    },
  };
}

/** Sealed by no key of ours, or no ciphertext at all. */
const isForeign = (error: unknown): boolean =>
  error instanceof InvalidCiphertextException || error instanceof IncorrectKeyException;

/** Disabled or waiting for deletion: an administrator can bring the key back. */
const isAsleep = (error: unknown): error is Error =>
  error instanceof KMSInvalidStateException || error instanceof DisabledException;
