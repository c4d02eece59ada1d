import { cannotStart } from "./region/cannot-start.js";
import { dnsPort, FAILOVER_NAME, LOCAL_REGIONS, localSettings, regionPort } from "./region/settings.js";
import { shownMasterKey } from "./region/shown-master-key.js";
import { buildSiteIfPossible } from "./world/build-site.js";
import { startWorld } from "./world/world.js";

// `npm start`: two regions on this machine.

try {
  const settings = localSettings(process.env);
  await buildSiteIfPossible();
  const world = await startWorld(settings);
  const stop = async (): Promise<void> => {
    await world.stop();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);

  const [clientKey = ""] = settings.clientKeys;
  const regions = LOCAL_REGIONS.map(
    (region) => `  ${region}    http://127.0.0.1:${regionPort(settings.port, region)}`,
  );
  console.log(`ready ${world.url}

  master key   ${shownMasterKey(settings)}    reads and manages everything
  client key   ${clientKey}    may only post errors
${regions.join("\n")}
  pages        ${settings.publicUrl}    sign in with the master key
  DNS          dig @127.0.0.1 -p ${dnsPort(settings.port)} SRV ${FAILOVER_NAME}
  data         ${settings.dataFolder}

Post a first error:

  curl -i ${world.url}/v0/projects/shop/errors -H 'x-api-key: ${clientKey}' -H 'content-type: application/json' -d '{"errors":[{"type":"TypeError","message":"total is not a function","backtrace":[{"file":"app/cart.js","line":12,"function":"checkout"}]}]}'

and read it back, a moment later:

  curl ${world.url}/v1/projects/shop/issues -H "x-api-key: ${settings.masterKeyKept?.isNew ? settings.masterKey : "$MASTER_KEY"}"
`);
} catch (error) {
  cannotStart(error);
}
