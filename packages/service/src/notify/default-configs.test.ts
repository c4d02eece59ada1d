import { httpWorld, oneError } from "@faultline/testing/http-world";
import { expect, test } from "vitest";
import * as z from "zod";
import { configsPartition } from "../table/layout.js";
import { openTarget } from "./configs.js";

const DAY = 86_400_000;
const WEBHOOK = { type: "webhook", url: "https://hooks.example/in" };
const Kept = z.object({ notifications: z.array(z.object({ id: z.string() })) });

async function worldWithDefault() {
  const world = httpWorld();
  await world.post(oneError());
  const put = async (notifications: unknown[]) => {
    const path = "/v1/projects/shop/notifications";
    return Kept.parse(await (await world.change(path, "PUT", { notifications })).json());
  };
  const [kept] = (await put([WEBHOOK])).notifications;
  return { ...world, put, id: kept?.id ?? "" };
}

test("configs set for a project stay for as long as they are set, whatever else is sent", async () => {
  const { clock, region, post, id } = await worldWithDefault();
  const start = clock.now();
  clock.set(start + 100 * DAY);
  // The same destination comes along with an error: that is no reason to forget it later.
  await post({ ...oneError(), notifications: [WEBHOOK] });
  clock.set(start + 400 * DAY);
  expect(await openTarget(region.ports, "shop", id)).toMatchObject({ id });
});

test("configs that are no longer set for a project go in time", async () => {
  const { clock, region, put, id } = await worldWithDefault();
  await put([]);
  clock.set(clock.now() + 200 * DAY);
  expect(await openTarget(region.ports, "shop", id)).toBeUndefined();
});

test("a config of an earlier version, which would go though it is set, stays once it was used", async () => {
  const { clock, region, id } = await worldWithDefault();
  const { log } = region.ports;
  const key = { pk: configsPartition("shop"), sk: id };
  const row = await log.get(key);
  const until = Math.ceil(clock.now() / 1000) + 120 * 86_400;
  await log.put({ ...row, ...key, x: until }, { kind: "replace", because: "same content" });
  const start = clock.now();
  for (const days of [70, 140, 210, 400]) {
    clock.set(start + days * DAY);
    expect(await openTarget(region.ports, "shop", id)).toMatchObject({ id });
  }
});
