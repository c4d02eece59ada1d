import { parseArgs } from "node:util";
import { isWhole } from "./audit.js";
import { soak } from "./soak.js";

// `npm run soak -- --minutes 10 --seed 7`: random faults under load, and every 2xx accounted for. The last line is JSON.
// A full disk only seems so, unless `--first-disk` names a folder on a small file system, as of
// `mount -t tmpfs -o size=100m tmpfs /mnt/small`: that one is filled to its last block.

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    requests: { type: "string", default: "50" },
    seed: { type: "string" },
    "first-disk": { type: "string" },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31));
console.log(`SEED=${seed}`);
const result = await soak({
  minutes: Number(values.minutes),
  perSecond: Number(values.requests),
  seed,
  firstDisk: values["first-disk"],
  print: (line) => console.log(line),
});
const { audit, clients } = result;
const isWell = isWhole(audit, clients.own);
console.log(`
${audit.accepted} events were answered with 2xx; ${audit.lost} of them are missing in a region, ${audit.countedTwice} counted twice, ${audit.phantoms} never sent
the regions are ${audit.areEqual ? "equal" : "DIFFERENT"}; our client lost ${clients.own?.lost} of ${clients.own?.reported}
`);
console.log(JSON.stringify({ isWell, seed, ...result }));
process.exit(isWell ? 0 : 1);
