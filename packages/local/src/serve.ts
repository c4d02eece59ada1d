import { keyHash } from "@faultline/core/id";
import { serveRegion } from "./region/serve-region.js";
import { LOCAL_REGIONS, localSettings } from "./region/settings.js";
import { VERSION } from "./region/version.js";
import { lockFolder } from "./storage/lock.js";
import { buildSiteIfPossible } from "./world/build-site.js";

// `npm run serve`: one region, one process, for a team that fits on one machine.

const settings = localSettings(process.env);
await buildSiteIfPossible();
const [region] = LOCAL_REGIONS;
const unlock = lockFolder(settings.dataFolder);
const url = `http://${settings.host}:${settings.port}`;
const end = await serveRegion({
  region,
  regions: [region],
  host: settings.host,
  port: settings.port,
  dataFolder: settings.dataFolder,
  publicUrl: process.env.FAULTLINE_PUBLIC_URL ?? url,
  masterKeyHash: keyHash(settings.masterKey),
  clientKeyHashes: settings.clientKeys.map(keyHash),
  retentionDays: settings.retentionDays,
  version: VERSION,
  outgoing: settings.outgoing,
  durability: "region",
  token: keyHash(`${settings.masterKey} region`),
});
const stop = async (): Promise<void> => {
  await end();
  unlock();
  process.exit(0);
};
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
console.log(
  `ready ${url}\n\n  master key   ${settings.masterKey}\n  client key   ${settings.clientKeys[0] ?? ""}`,
);
