import { KMSClient } from "@aws-sdk/client-kms";
import type { Cipher, Region } from "@faultline/service/ports";
import { kmsCipher } from "./cipher.js";
import { clientSettings } from "./client-settings.js";

/** The cipher of a region, by the key that all regions share. */
export const kmsPort = (region: Region, keyId: string): Cipher =>
  kmsCipher(new KMSClient(clientSettings(region)), keyId);
