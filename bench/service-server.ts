import { createWriteStream } from "node:fs";
import { devNull } from "node:os";
import { keyHash } from "@faultline/core/id";
import { systemClock } from "@faultline/local/region/system-clock";
import { systemIds } from "@faultline/local/region/system-ids";
import { diskBlobs } from "@faultline/local/storage/disk-blobs";
import { diskSpool } from "@faultline/local/storage/disk-spool";
import { openStore } from "@faultline/local/storage/lmdb-store";
import { createApp } from "@faultline/service/http/app";
import { keyCipher } from "@faultline/service/key-cipher";
import { localMeter } from "@faultline/service/monitoring/minute-meter";
import type { Ports } from "@faultline/service/ports";
import * as z from "zod";
import { type Served, serve } from "./serve.js";

const MASTER_KEY = "master-key-of-the-bench";
const REGION = "us-east-1";
const GENEROUS = { projectPerSecond: 1e9, keyPerSecond: 1e9, newProjectsPerHour: 2000 };

/** What a region of this machine does while an error is sent to it, and nothing that it does afterwards. */
export async function serviceServer(folder: string): Promise<Served> {
  const store = openStore({ path: folder, region: REGION, clock: systemClock });
  const lines = createWriteStream(devNull);
  const ports: Ports = {
    region: REGION,
    regions: [REGION],
    log: store.log.table,
    view: store.view,
    spool: await diskSpool(`${folder}/spool`, store.disk),
    blobs: await diskBlobs(`${folder}/blobs`, async () => undefined, store.disk),
    cipher: keyCipher(new Uint8Array(32)),
    clock: systemClock,
    ids: systemIds(systemClock),
    meter: localMeter(systemClock),
    print: (line) => void lines.write(`${JSON.stringify(line)}\n`),
    send: async () => ({ kind: "forbidden", reason: "nothing leaves a benchmark" }),
    isLeader: async () => true,
    settings: {
      version: "bench",
      masterKeyHash: keyHash(MASTER_KEY),
      clientKeyHashes: [],
      cacheSeconds: 1,
      retentionDays: 90,
      // As a region of this machine has it; imported it would be missing in earlier commits.
      packQuality: 1,
      durability: "region",
      quotas: GENEROUS,
      publicUrl: "http://faultline.test",
    },
  };
  const app = createApp(ports, {
    healthy: async () => true,
    peerHealthy: async () => false,
    staleMilliseconds: 3000,
  });
  const ask = async <T>(path: string, method: string, answer: z.ZodType<T>): Promise<T> => {
    const headers = { "x-api-key": MASTER_KEY, "content-type": "application/json" };
    const body = method === "GET" ? null : "{}";
    return answer.parse(await (await app.request(path, { method, headers, body })).json());
  };
  const { number } = await ask("/v1/projects/shop", "PUT", z.object({ number: z.string() }));
  const { key } = await ask("/v1/projects/shop/keys", "POST", z.object({ key: z.string() }));
  return serve(app.fetch, `/api/${number}/envelope/?sentry_key=${key}`, () => store.close());
}
