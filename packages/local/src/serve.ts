import { keyHash } from "@faultline/core/id";
import { baseConfig } from "./region/base-config.js";
import { cannotStart } from "./region/cannot-start.js";
import type { RegionConfig } from "./region/region-config.js";
import { serveRegion } from "./region/serve-region.js";
import { LOCAL_REGIONS, type LocalSettings, localSettings } from "./region/settings.js";
import { shownMasterKey } from "./region/shown-master-key.js";
import { lockFolder } from "./storage/lock.js";
import { buildSiteIfPossible } from "./world/build-site.js";

// `npm run serve`: one region, one process, for a team that fits on one machine.

try {
  await serveAlone(localSettings(process.env));
} catch (error) {
  cannotStart(error);
}

async function serveAlone(settings: LocalSettings): Promise<void> {
  await buildSiteIfPossible();
  const unlock = lockFolder(settings.dataFolder);
  const end = await serveRegion(configOf(settings));
  const stop = async (): Promise<void> => {
    await end();
    unlock();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  console.log(
    `ready ${settings.publicUrl}\n\n  listens on   http://${settings.host}:${settings.port}\n  master key   ${shownMasterKey(settings)}\n  client key   ${settings.clientKeys[0] ?? ""}`,
  );
}

function configOf(settings: LocalSettings): RegionConfig {
  const [region] = LOCAL_REGIONS;
  return {
    region,
    regions: [region],
    host: settings.host,
    port: settings.port,
    ...baseConfig(settings),
    durability: "region",
    token: keyHash(`${settings.masterKey} region`),
  };
}
