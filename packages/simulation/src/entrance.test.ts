import { keyHash } from "@faultline/core/id";
import { createToken, requireToken, revokeToken } from "@faultline/service/people/tokens";
import { type Ports, Unavailable } from "@faultline/service/ports";
import { wrapLog } from "@faultline/service/table/wrap-table";
import { memoryRegion, virtualClock } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import { gateOf } from "./gate.js";
import { heedEnds, newPass, type TokenPass } from "./pass.js";

const START = Date.UTC(2026, 10, 24, 12);

/** A token that somebody made in this region. */
async function made(ports: Ports): Promise<TokenPass> {
  const wanted = { name: "CI", scopes: ["read" as const], project: undefined, createdBy: "x" };
  const { id, token } = await createToken(ports, wanted);
  return { ...newPass(id), kind: "token", hash: keyHash(token), expiresAt: undefined };
}

test("a gate that heard of a revocation before it lost its log lets nobody in by what it remembers for a minute", async () => {
  const clock = virtualClock(START);
  const { ports } = memoryRegion({ region: "us-east-1", clock, seed: 1 });
  const pass = await made(ports);
  let isOut = false;
  const log = wrapLog(ports.log, (call) => {
    if (isOut) throw new Unavailable("out");
    return call();
  });
  const gate = gateOf({ ...ports, log });
  expect(await gate(pass)).toMatchObject({ scopes: ["read"] });
  await revokeToken(ports, await requireToken(ports, pass.id));
  pass.standing = "ended";
  await heedEnds(ports, [pass], clock.now());
  expect(pass.endHeard.get("us-east-1")).toBe(START);
  isOut = true;
  clock.set(START + 60_000);
  expect(await gate(pass)).toMatchObject({ scopes: ["read"] });
  clock.set(START + 60_001);
  await expect(gate(pass)).rejects.toThrow("not known");
});
