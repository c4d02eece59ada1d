import { brotliCompressSync } from "node:zlib";
import { packName } from "@faultline/core/id";
import { httpWorld } from "@faultline/testing/http-world";
import { expect, test } from "vitest";
import * as z from "zod";
import { LAST_WRITE_WINS } from "../ports.js";
import { packKey } from "../table/layout.js";

const Occurrences = z.object({
  occurrences: z.array(z.looseObject({ id: z.string(), level: z.string(), raw: z.unknown().optional() })),
});

test("a stored event that no reader takes is shown as it came, beside the others of its pack", async () => {
  const world = httpWorld();
  const { ports } = world.region;
  await world.post({ errors: [{ type: "TypeError", message: "sets up the project" }] });
  const event = { issue: "iss_1", fingerprintValue: "v1:T|x", type: "T", message: "broke", exceptions: [] };
  // A level that was a function when it was stored: JSON leaves it out.
  const events = [{ ...event, id: "e1" }, { ...event, id: "e2", level: "fatal" }, 17];
  const stored = {
    ...packKey(packName("shop", [{ id: "e1" }, { id: "e2" }])),
    ...{ o: ports.region, p: "shop", rt: ports.clock.now(), n: 3, x: 9e9 },
    z: brotliCompressSync(JSON.stringify(events)),
  };
  await ports.log.put(stored, LAST_WRITE_WINS);
  const issues = await world.issuesOf();
  expect(issues.map(({ count }) => count).sort()).toEqual([1, 1, 2]);
  const { occurrences } = await world.get("/v1/projects/shop/issues/iss_1/occurrences", Occurrences);
  expect(occurrences.map(({ id, level }) => [id, level]).sort()).toEqual([
    ["e1", "error"],
    ["e2", "fatal"],
  ]);
  expect(occurrences.find(({ id }) => id === "e1")?.raw).toEqual({ ...event, id: "e1" });
});
