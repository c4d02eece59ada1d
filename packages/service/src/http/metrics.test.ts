import { httpWorld, NOW } from "@faultline/testing/http-world";
import { memoryRegion, replicate } from "@faultline/testing/memory-world";
import { expect, test } from "vitest";
import * as z from "zod";
import { METRICS } from "../metrics.js";
import { keepSamples } from "../monitoring/metric-samples.js";
import { OWN_ALARMS } from "../monitoring/own-alarms.js";
import { SHOWN } from "../monitoring/shown-metrics.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const PATH = "/v1/projects/faultline/metrics";
const Timelines = z.object({
  unit: z.string(),
  from: z.string(),
  to: z.string(),
  metrics: z.array(
    z.object({
      name: z.string(),
      measuredIn: z.string(),
      alarms: z.array(z.string()),
      points: z.array(
        z.object({ at: z.string(), value: z.number(), regions: z.record(z.string(), z.number()) }),
      ),
    }),
  ),
});

const { eventsAccepted, ingestMilliseconds, syntheticCheckMilliseconds } = METRICS;
const figure = (metric: string, ago: number, value: number) => ({ metric, at: NOW - ago, value });
const time = (ago: number): string => new Date(NOW - ago).toISOString();

test("the built-in project has a timeline of each figure, minutes without one are there with zero", async () => {
  const { region, get } = httpWorld();
  await keepSamples(region.ports, [figure(eventsAccepted, 2 * MINUTE, 7), figure(eventsAccepted, 0, 2)]);
  const { metrics, ...span } = await get(`${PATH}?unit=minute&from=${time(3 * MINUTE)}`, Timelines);
  expect(span).toEqual({ unit: "minute", from: time(3 * MINUTE), to: time(0) });
  expect(metrics.map(({ name }) => name)).toEqual(SHOWN.map(({ metric }) => metric));
  expect(metrics[0]?.points).toEqual([
    { at: time(3 * MINUTE), value: 0, regions: {} },
    { at: time(2 * MINUTE), value: 7, regions: { "us-east-1": 7 } },
    { at: time(MINUTE), value: 0, regions: {} },
    { at: time(0), value: 2, regions: { "us-east-1": 2 } },
  ]);
});

test("figures of both regions meet: sums are summed, maxima the largest, averages averaged", async () => {
  const { region, get, clock } = httpWorld();
  const other = memoryRegion({ region: "us-west-2", clock, seed: 2 });
  const some = (factor: number) => [
    figure(eventsAccepted, 20 * MINUTE, 3 * factor),
    figure(eventsAccepted, 10 * MINUTE, factor),
    figure(syntheticCheckMilliseconds, 10 * MINUTE, 1000 * factor),
    figure(ingestMilliseconds, 20 * MINUTE, 20 * factor),
    figure(ingestMilliseconds, 10 * MINUTE, 40 * factor),
  ];
  await keepSamples(region.ports, some(1));
  await keepSamples(other.ports, some(2));
  await replicate(other, region);
  const { metrics } = await get(`${PATH}?unit=hour&from=${time(HOUR)}&to=${time(MINUTE)}`, Timelines);
  const pointOf = (name: string) => metrics.find((metric) => metric.name === name)?.points.at(-1);
  expect(pointOf(eventsAccepted)).toMatchObject({ value: 12, regions: { "us-east-1": 4, "us-west-2": 8 } });
  expect(pointOf(syntheticCheckMilliseconds)).toMatchObject({ value: 2000 });
  expect(pointOf(ingestMilliseconds)).toMatchObject({
    value: 45,
    regions: { "us-east-1": 30, "us-west-2": 60 },
  });
});

test("figures are kept as long as events, and a minute told again replaces what was told", async () => {
  const { region, get } = httpWorld();
  for (let day = 0; day < 80; day += 10)
    await keepSamples(region.ports, [figure(eventsAccepted, day * DAY, 1)]);
  await keepSamples(region.ports, [figure(eventsAccepted, 70 * DAY - MINUTE, 1)]);
  await keepSamples(region.ports, [figure(eventsAccepted, 70 * DAY, 5)]);
  const asked = `${PATH}?unit=day&from=${time(75 * DAY)}&metric=${eventsAccepted}`;
  const [metric] = (await get(asked, Timelines)).metrics;
  expect(metric?.points).toHaveLength(76);
  expect(metric?.points.filter(({ value }) => value > 0).map(({ value }) => value)).toEqual([
    6, 1, 1, 1, 1, 1, 1, 1,
  ]);
});

test("what explains an alarm's issue is found by the alarm, and by the one that speaks for it", async () => {
  const { get } = httpWorld();
  const named = async (alarm: string) =>
    (await get(`${PATH}?alarm=${alarm}`, Timelines)).metrics.map(({ name }) => name);
  expect(await named("canary-missing")).toEqual([syntheticCheckMilliseconds]);
  expect(await named("reducer-stuck")).toEqual([METRICS.reducerLagMilliseconds]);
  expect(await named("intake")).toEqual([METRICS.requestsFailed]);
  expect(await named("region-unreachable")).toEqual([METRICS.peerUnreachable]);
  expect(await named("no-such-alarm")).toEqual([]);
});

test("every alarm on a metric of ours has a timeline that explains it", async () => {
  const { get } = httpWorld();
  const { metrics } = await get(PATH, Timelines);
  const explained = metrics.flatMap(({ alarms }) => alarms);
  expect(OWN_ALARMS.map(({ name }) => name).filter((name) => !explained.includes(name))).toEqual([]);
});

test("only the built-in project has them, only the master key reads them, and a span has a bound", async () => {
  const { app, change } = httpWorld();
  expect((await change("/v1/projects/shop/metrics", "GET")).status).toBe(404);
  expect((await app.request(PATH)).status).toBe(401);
  const long = await change(`${PATH}?unit=minute&from=${time(90 * DAY)}`, "GET");
  expect(await long.json()).toMatchObject({ code: "too_many_points" });
});
