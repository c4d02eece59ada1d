import { ProviderSettings } from "@faultline/service/people/provider-settings";
import * as z from "zod";

/** What makes one region on this machine. */
export const RegionConfig = z.object({
  region: z.string(),
  regions: z.array(z.string()),
  host: z.string(),
  port: z.number(),
  dataFolder: z.string(),
  publicUrl: z.string(),
  masterKeyHash: z.string(),
  clientKeyHashes: z.array(z.string()),
  retentionDays: z.number(),
  version: z.string(),
  /** Where the other region is; none for a region that stands alone. */
  peer: z.object({ url: z.string(), region: z.string() }).optional(),
  token: z.string(),
  durability: z.enum(["region", "dual"]),
  quotas: z.object({
    projectPerSecond: z.number(),
    keyPerSecond: z.number(),
    newProjectsPerHour: z.number(),
  }),
  provider: ProviderSettings.optional(),
  outgoing: z.object({
    allowedHosts: z.string(),
    smtpUrl: z.string().optional(),
    smtpFrom: z.string(),
    mailDomains: z.array(z.string()).readonly(),
  }),
});
export type RegionConfig = z.infer<typeof RegionConfig>;
