import { expect, test } from "vitest";
import { drill } from "./drill.js";
import { kills } from "./run-kills.js";

test("a region killed under load: our client loses nothing, every client is taken again, and the regions end equal", async () => {
  const printed: string[] = [];
  const print = (line: string): void => void printed.push(line);
  const { secondsToAccepted, clients, audit } = await drill({
    seconds: 6,
    perSecond: 40,
    print,
  });
  const why = printed.join("\n");

  expect(clients.own, why).toMatchObject({ lost: 0, waiting: 0 });
  expect(clients.own?.reported).toBeGreaterThan(0);
  // All were taken again. How soon is what `npm run drill` prints, on a machine that does nothing else.
  expect(Object.keys(secondsToAccepted).sort(), why).toEqual(["own", "plain", "sentry"]);
  expect(audit, why).toMatchObject({ lost: 0, countedTwice: 0, phantoms: 0, areEqual: true });
  expect(audit.accepted).toBeGreaterThan(0);
  // The legend, a line for each second, and in them the four things that happened.
  expect(printed.length).toBeGreaterThan(6);
  expect(printed.filter((line) => line.includes("<-"))).toHaveLength(4);
});

test("regions killed one after the other: what is shown in the end is exactly what our client, Sentry's and plain POSTs sent", async () => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000);
  const printed: string[] = [];
  const print = (line: string): void => void printed.push(line);
  const isWell = await kills({ minutes: 0.25, perSecond: 30, seed, print });
  expect(isWell, printed.join("\n")).toBe(true);
  expect(printed.filter((line) => line.includes("  kill, ")).length).toBeGreaterThan(0);
});
