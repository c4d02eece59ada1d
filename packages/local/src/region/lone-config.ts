import type { RegionConfig } from "./region-config.js";

/** A region by itself, as tests begin one. */
export const loneConfig = (dataFolder: string): RegionConfig => ({
  region: "us-east-1",
  regions: ["us-east-1"],
  host: "127.0.0.1",
  port: 0,
  dataFolder,
  publicUrl: "http://localhost",
  masterKeyHash: "",
  clientKeyHashes: [],
  retentionDays: 90,
  version: "test",
  token: "",
  durability: "region",
  quotas: { projectPerSecond: 1e6, keyPerSecond: 1e6, newProjectsPerHour: 1e6 },
  outgoing: { allowedHosts: "", smtpFrom: "", mailDomains: [] },
});
