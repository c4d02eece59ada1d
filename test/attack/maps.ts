import { gzipSync } from "node:zlib";
import { call } from "../stories/api.js";
import type { RunningWorld } from "../stories/running-world.js";
import type { Attack } from "./attack.js";
import { send } from "./send.js";
import { byShots } from "./shots.js";

const PART = { version: 3, mappings: "AAAA", sources: ["a.ts"], names: [] };
const FAR = JSON.stringify({
  version: 3,
  sections: [{ offset: { line: 120_000_000, column: 0 }, map: PART }],
});
/** 8 MB that no two lines are the same of. */
const LARGE = Array.from({ length: 400_000 }, (_, place) => `x${place * 7_919}(${place});`).join("\n");
const FRAMES = Array.from({ length: 100 }, () => ({
  file: "https://x.example/app.js",
  line: 1,
  column: 1,
  function: "f",
}));

const post = (url: string, clientKey: string, release: string, from: string) =>
  send(url, {
    path: "/v0/projects/mapped/errors",
    headers: { "x-api-key": clientKey, "content-type": "application/json" },
    body: JSON.stringify({
      context: { version: release },
      errors: [{ type: "E", message: "m", backtrace: FRAMES }],
    }),
    from,
  });

async function upload(world: RunningWorld, release: string, map: string): Promise<number> {
  const { status } = await call(`${world.url}/v1/projects/mapped/source-maps/${release}/app.js`, {
    method: "PUT",
    key: world.masterKey,
    headers: { "content-encoding": "gzip", "content-type": "application/octet-stream" },
    body: gzipSync(map),
  });
  return status;
}

/** What an uploaded source map can do. */
export const maps: readonly Attack[] = [
  {
    name: "far-index-map",
    async run(world) {
      const status = await upload(world, "far", FAR);
      const pids = (await world.status()).regions.map(({ pid }) => pid);
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => post(world.url, world.clientKey, "far", "127.0.1.1")),
      );
      const still = (await world.status()).regions.map(({ pid }) => pid);
      const isAlive = pids.every((pid, place) => pid === still[place]);
      return {
        threat: "a map of 132 bytes asks for all memory there is, again at each event",
        input: "an index whose section begins at line 120,000,000",
        worst: `refused with ${status}; ${isAlive ? "both regions live on" : "a region died"}`,
        isHeld: status === 400 && isAlive && answers.every((answer) => answer.status === 201),
      };
    },
  },
  byShots({
    name: "large-source-per-frame",
    threat: "a large source is parted for each frame",
    input: "100 frames in a source of 8 MB",
    megabytes: 0,
    shots: 20,
    async prepare(world) {
      const status = await upload(world, "large", JSON.stringify({ ...PART, sourcesContent: [LARGE] }));
      if (status !== 204) throw new Error(`the map was refused with ${status}`);
      await post(world.url, world.clientKey, "large", "127.0.1.1");
    },
    async shoot({ url, clientKey }, from) {
      await post(url, clientKey, "large", from);
    },
  }),
];
