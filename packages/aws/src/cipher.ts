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
import { type Cipher, type EncryptionPurpose, Unavailable } from "@faultline/service/ports";
import { translated } from "./errors.js";
import { isOfKms, KMS_MARK } from "./kms-mark.js";

/** What KMS encrypts directly. Notification configs are smaller: their limit is lower. */
const PLAIN_BYTES_MAX = 4096;
/** What KMS looks at to open. */
const ENCRYPTED_BYTES_MAX = 6144;
/** Its own part alone, a name of the key, a nonce and a tag, is longer: what is shorter is not worth a call. */
const ENCRYPTED_BYTES_MIN = 64;

/**
 * Encrypts with a multi-region KMS key, so that either region reads what the other wrote. Opens what
 * `aws kms encrypt` made under the same key, too.
 */
export function kmsCipher(client: KMSClient, keyId: string): Cipher {
  return {
    async encrypt(plain, purpose) {
      if (plain.length > PLAIN_BYTES_MAX) {
        throw new VisibleError(
          "too_large",
          "too_large",
          `A config to encrypt may have ${PLAIN_BYTES_MAX} bytes.`,
        );
      }
      try {
        const { CiphertextBlob } = await client.send(
          new EncryptCommand({ KeyId: keyId, Plaintext: plain, EncryptionContext: contextOf(purpose) }),
        );
        if (!CiphertextBlob) throw new Unavailable("KMS gave no ciphertext");
        return Buffer.concat([KMS_MARK, CiphertextBlob]);
      } catch (error) {
        throw translated(error);
      }
    },
    async decrypt(encrypted, purpose) {
      const asked = decryption(encrypted, purpose);
      if (!asked) return undefined;
      try {
        const { Plaintext } = await client.send(new DecryptCommand({ KeyId: keyId, ...asked }));
        return Plaintext;
      } catch (error) {
        if (isForeign(error)) return undefined;
        throw isAsleep(error) ? new Unavailable(error.name, { cause: error }) : translated(error);
      }
    },
  };
}

/** What to ask KMS; undefined for what cannot come from it. */
function decryption(encrypted: Uint8Array, purpose: EncryptionPurpose) {
  const isMarked = isOfKms(encrypted);
  const CiphertextBlob = isMarked ? encrypted.subarray(KMS_MARK.length) : encrypted;
  const { length } = CiphertextBlob;
  if (length < ENCRYPTED_BYTES_MIN || length > ENCRYPTED_BYTES_MAX) return undefined;
  return { CiphertextBlob, EncryptionContext: isMarked ? contextOf(purpose) : undefined };
}

const contextOf = (purpose: EncryptionPurpose) => ({ faultline: purpose });

/** Encrypted by no key of ours, for another purpose, or no ciphertext at all. */
const isForeign = (error: unknown): boolean =>
  error instanceof InvalidCiphertextException || error instanceof IncorrectKeyException;

/** Disabled or waiting for deletion: an administrator can bring the key back. */
const isAsleep = (error: unknown): error is Error =>
  error instanceof KMSInvalidStateException || error instanceof DisabledException;
