import { join } from "node:path";
import { type LocalPorts, localMeter } from "@faultline/service/monitoring/minute-meter";
import { deliver } from "@faultline/service/notify/http-sender";
import { smtpPost } from "@faultline/service/notify/smtp";
import { withProvider } from "@faultline/service/people/provider-settings";
import { isLeader } from "@faultline/service/regions/leader";
import { diskSpool } from "../storage/disk-spool.js";
import { keyFileCipher } from "../storage/key-file-cipher.js";
import { foldPorts, type Opened } from "./fold-ports.js";
import { peerLog } from "./peer-log.js";
import { linePrinter } from "./print-lines.js";
import type { RegionConfig } from "./region-config.js";
import { roomForOthers } from "./room-for-others.js";

/** All ports of a region on this machine, over its opened store. */
export async function regionPorts(config: RegionConfig, opened: Opened): Promise<LocalPorts> {
  const { region, regions, dataFolder, token, peer, outgoing } = config;
  const { store, log } = opened;
  const folding = await foldPorts(config, opened);
  const { clock } = folding;
  return {
    ...folding,
    regions,
    peerLog: peer && peerLog({ ...peer, token }),
    spool: await diskSpool(join(dataFolder, region, "spool"), store.disk),
    cipher: keyFileCipher(join(dataFolder, "cipher.key")),
    meter: localMeter(clock),
    print: linePrinter({ clock }),
    send: deliver(withProvider(outgoing.allowedHosts, config.provider)),
    mail: smtpPost(outgoing.smtpUrl, outgoing.smtpFrom),
    room: roomForOthers(clock),
    isLeader: () => isLeader({ region, regions, log, clock }),
  };
}
