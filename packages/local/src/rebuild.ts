import { join } from "node:path";
import { keyHash } from "@faultline/core/id";
import { localMeter } from "@faultline/service/monitoring/minute-meter";
import type { Ports, ProjectionPorts } from "@faultline/service/ports";
import { describeView } from "@faultline/service/projection/describe";
import { rebuild } from "@faultline/service/projection/rebuild";
import { LOCAL_REGIONS, type LocalSettings, localSettings } from "./region/settings.js";
import { systemClock } from "./region/system-clock.js";
import { systemIds } from "./region/system-ids.js";
import { VERSION } from "./region/version.js";
import { checkStore } from "./storage/check-store.js";
import type { Disk } from "./storage/disk.js";
import { diskBlobs } from "./storage/disk-blobs.js";
import { keyFileCipher } from "./storage/key-file-cipher.js";
import { openStore, type Store, storeFile } from "./storage/lmdb-store.js";
import { lockFolder } from "./storage/lock.js";

// `npm run rebuild -- --region us-west-2`: empties a region's view, folds its log anew, and compares.

try {
  await run();
} catch (error) {
  console.error(`Cannot rebuild: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

async function run(): Promise<void> {
  const region = regionAsked();
  const settings = localSettings(process.env);
  const unlock = lockFolder(settings.dataFolder);
  const folder = join(settings.dataFolder, region);
  checkStore(storeFile(folder));
  const store = openStore({ path: folder, region, clock: systemClock });
  const isRight = await compare(await portsOf(region, settings, store), store);
  await store.close();
  unlock();
  process.exit(isRight ? 0 : 2);
}

function regionAsked() {
  const place = process.argv.indexOf("--region");
  const region = LOCAL_REGIONS.find((name) => name === process.argv[place + 1]);
  if (place < 0 || !region) throw new Error(`name a region: --region ${LOCAL_REGIONS.join(" or --region ")}`);
  return region;
}

/** Prints the view before and after; gives back whether the old one was what the log says. */
async function compare(ports: ProjectionPorts, store: Store): Promise<boolean> {
  const before = await describeView(ports);
  console.log(`before  ${before.events} events, ${before.lines.length} series, view ${before.hash}`);
  await store.clearView();
  const { items } = await rebuild(ports, (progress) =>
    process.stderr.write(`\r${progress.items} log items folded`),
  );
  process.stderr.write("\n");
  const after = await describeView(ports);
  const isEqual = before.hash === after.hash;
  const count = `${after.events} events, ${after.lines.length} series`;
  console.log(`after   ${count}, view ${after.hash}, from ${items} log items`);
  console.log(
    isEqual
      ? "equal: the view is what the log says"
      : "different: the view was not what the log says; it is now",
  );
  return isEqual && after.broken.length === 0;
}

async function portsOf(region: string, settings: LocalSettings, store: Store): Promise<Ports> {
  const folder = settings.dataFolder;
  return {
    region,
    regions: LOCAL_REGIONS,
    log: store.log.table,
    view: store.view,
    blobs: await diskBlobs(join(folder, region, "blobs"), otherFolder(folder, store.disk), store.disk),
    cipher: keyFileCipher(join(folder, "cipher.key")),
    clock: systemClock,
    ids: systemIds(systemClock),
    meter: localMeter(systemClock),
    print: (line) => console.error(JSON.stringify(line)),
    // What a rebuilt view has to tell was told before; the ledger in the log knows.
    send: async () => ({ kind: "forbidden", reason: "a rebuild tells nobody" }),
    isLeader: async () => false,
    settings: {
      version: VERSION,
      masterKeyHash: keyHash(settings.masterKey),
      clientKeyHashes: [],
      cacheSeconds: 0,
      retentionDays: settings.retentionDays,
      durability: "region",
      publicUrl: "",
    },
  };
}

/** With both regions stopped, a blob of the other one is read from its folder. */
function otherFolder(dataFolder: string, disk: Disk) {
  return async (name: string, region: string): Promise<Uint8Array | undefined> => {
    const other = await diskBlobs(join(dataFolder, region, "blobs"), async () => undefined, disk);
    return other.get(name, region);
  };
}
