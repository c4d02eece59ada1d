import { protocols } from "@faultline/protocols/all";
import { expect, test } from "vitest";
import { fuzz } from "./fuzz/fuzz.js";

const MUTATIONS = 400;
const seed = Number(process.env.SEED ?? 1);

// `npm run fuzz` does the same with 200,000 for each.
test.each(protocols.map(({ name }) => name))(
  "%s: whatever is sent, nothing breaks, and no good event is lost beside a bad one",
  async (wire) => {
    const { failures, answers, slowest } = await fuzz(wire, MUTATIONS, seed);
    expect(failures.slice(0, 3), `SEED=${seed}`).toEqual([]);
    expect(slowest.cpuMilliseconds, `SEED=${seed} ${slowest.body.slice(0, 500)}`).toBeLessThan(50);
    expect(answers["2xx"] ?? 0, `SEED=${seed}`).toBeGreaterThan(MUTATIONS / 20);
  },
);
