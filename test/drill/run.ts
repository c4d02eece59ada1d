import { parseArgs } from "node:util";
import { drillOnce } from "./run-failover.js";
import { kills } from "./run-kills.js";

// What clients see. `npm run drill -- --seconds 45 --requests 200`: of one failover. `npm run drill -- --minutes 10`: of
// one kill after the other, and whether in the end just what was sent is shown. The last line is JSON.

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "45" },
    requests: { type: "string" },
    minutes: { type: "string" },
    seed: { type: "string" },
  },
});
const print = (line: string): void => console.log(line);
const isWell =
  values.minutes === undefined
    ? await drillOnce({ seconds: Number(values.seconds), perSecond: Number(values.requests ?? 200), print })
    : await kills({
        minutes: Number(values.minutes),
        perSecond: Number(values.requests ?? 50),
        seed: Number(values.seed ?? Math.floor(Math.random() * 2 ** 31)),
        print,
      });
process.exit(isWell ? 0 : 1);
