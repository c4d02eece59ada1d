import {
  DecryptCommand,
  EncryptCommand,
  IncorrectKeyException,
  InvalidCiphertextException,
  type KMSClient,
  KMSInvalidStateException,
} from "@aws-sdk/client-kms";
import { VisibleError } from "@faultline/core/visible-error";
import { type Cipher, Unavailable } from "@faultline/service/ports";
import { translated } from "./errors.js";

/** What KMS encrypts directly. Notification configs are far smaller. */
const PLAIN_BYTES_MAX = 4096;

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
      try {
        const { Plaintext } = await client.send(new DecryptCommand({ KeyId: keyId, CiphertextBlob: sealed }));
        return Plaintext;
      } catch (error) {
        if (error instanceof InvalidCiphertextException || error instanceof IncorrectKeyException)
          return undefined;
        // Disabled or waiting for deletion: an administrator can bring the key back.
        if (error instanceof KMSInvalidStateException) throw new Unavailable(error.name, { cause: error });
        throw translated(error);
      }
    },
  };
}
