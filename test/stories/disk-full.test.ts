import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fillDisk } from "../drill/faults.js";
import { A, REGIONS, type RunningWorld, runningWorld } from "./running-world.js";
import { until } from "./until.js";

const EVENTS = 20;

describe("a region whose disk is full", () => {
  let world: RunningWorld;
  let pid: number | null | undefined;
  const state = async () => (await world.status()).regions.find(({ name }) => name === A);

  beforeAll(async () => {
    world = await runningWorld();
    pid = (await state())?.pid;
  });
  afterAll(() => world.dispose());

  const post = async (number: number) => {
    const errors = [{ id: `event-${number}`, type: "FullError", message: "full" }];
    return world.api(A).post("full", { errors });
  };

  test("hands what it is sent to the other, and the name leads there", async () => {
    expect((await post(0)).status).toBe(201);
    await world.settled();
    await fillDisk(world, A, true);
    for (let number = 1; number < EVENTS; number++) {
      // The other region has less than a second to take it; whoever is told that it did not sends again.
      await until("the other region takes it", async () => {
        const { status, headers } = await post(number);
        expect([status, headers.get("x-faultline-accepted-by")]).toEqual([201, "peer"]);
        return true;
      });
    }
    await until("the health checks notice", async () =>
      (await state())?.healthy === false ? true : undefined,
    );
    expect((await world.status()).active).not.toBe(A);
  });

  test("goes on living, and is whole again once there is room", async () => {
    await fillDisk(world, A, false);
    await until("it is healthy again", async () => (await state())?.healthy || undefined);
    expect((await state())?.pid).toBe(pid);
    expect((await post(EVENTS)).headers.get("x-faultline-accepted-by")).toBe("local");
    await world.settled();
    for (const region of REGIONS) {
      const [issue] = await world.api(region).issues("full");
      expect(issue?.count).toBe(EVENTS + 1);
    }
  });
});
