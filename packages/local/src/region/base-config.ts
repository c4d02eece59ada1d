import { keyHash } from "@faultline/core/id";
import type { RegionConfig } from "./region-config.js";
import type { LocalSettings } from "./settings.js";
import { VERSION } from "./version.js";

/** What every region of a deployment on this machine is told alike. Keys go on as their hashes. */
export const baseConfig = (settings: LocalSettings) =>
  ({
    dataFolder: settings.dataFolder,
    publicUrl: settings.publicUrl,
    masterKeyHash: keyHash(settings.masterKey),
    clientKeyHashes: settings.clientKeys.map(keyHash),
    retentionDays: settings.retentionDays,
    version: VERSION,
    outgoing: settings.outgoing,
    quotas: settings.quotas,
    provider: settings.provider,
  }) satisfies Partial<RegionConfig>;
