import { buildSite } from "@faultline/local/world/build-site";
import { beforeAll, describe, expect, test } from "vitest";
import { check } from "./check.js";
import { CLASHES, FAULTS } from "./faults.js";
import { graphOf } from "./graph-of.js";
import { installPlatform } from "./platform.js";
import { stageClashes } from "./stage-clashes.js";
import { ALL_ALARMS, VARIANTS, WITH_DOMAIN } from "./variants.js";

// What `npm run infra` checks, and that it would find what is wrong. SST's platform is written first, from npm alone.

beforeAll(async () => {
  installPlatform();
  // Once, before programs beside each other begin with it: one would copy what another one takes away.
  await buildSite(() => undefined);
});

test.concurrent.each(VARIANTS.map((variant) => [variant.name, variant] as const))(
  "%s keeps every rule, and its handlers answer",
  async (_, variant) => {
    const { graph, offences } = await check(variant);
    expect(offences).toEqual([]);
    expect(graph.bundles.length).toBe(10);
  },
);

test("two stages of one account share no name, whatever the settings", async () => {
  const [, , everything] = VARIANTS;
  const overrides = everything?.overrides ?? [];
  const [production, staging, anna] = await Promise.all(
    ["production", "staging", "anna"].map((stage) => graphOf({ stage, overrides })),
  );
  if (!production || !staging || !anna) throw new Error("three graphs were asked for");
  expect([...stageClashes(production, staging), ...stageClashes(staging, anna)]).toEqual([]);
  const names = JSON.stringify(anna.resources.map(({ inputs }) => inputs.domainName));
  expect(names).toContain('"us-west-2.anna.errors.example.com"');
  const filters = JSON.stringify(production.resources.map(({ inputs }) => inputs.logGroup));
  expect(filters).toContain("/aws/lambda/orders");
});

test("the alarm on functions at once fits what the account may run in each region", async () => {
  const { resources, errors } = await graphOf({ stage: "production", overrides: [ALL_ALARMS] });
  expect(errors).toEqual([]);
  const thresholds = resources
    .filter(({ name }) => name.startsWith("AlarmIngestCrowded"))
    .map(({ name, inputs }) => [name, inputs.threshold]);
  expect(thresholds.sort()).toEqual([
    ["AlarmIngestCrowdedUsEast1", 800],
    ["AlarmIngestCrowdedUsWest2", 8],
  ]);
});

test("a stage that is called like a region gets no name that is a region's", async () => {
  const { errors } = await graphOf({ stage: "us-west-2", overrides: [WITH_DOMAIN] });
  expect(errors.join()).toMatch(/us-west-2\.errors\.example\.com is that region's own name/);
});

test.concurrent.each(CLASHES)("%s lets two stages meet, and is found", async (_, override, says) => {
  const [, , everything] = VARIANTS;
  const overrides = [...(everything?.overrides ?? []), override];
  const [one, other] = await Promise.all(
    ["production", "staging"].map((stage) => graphOf({ stage, overrides })),
  );
  expect((one && other ? stageClashes(one, other) : []).join("\n")).toMatch(says);
});

describe("a deliberate fault is found, and its cause named", () => {
  test.concurrent.each(FAULTS.map((fault) => [fault.name, fault] as const))(
    "%s",
    async (_, { overrides, says }) => {
      const { offences } = await check({ stage: "production", overrides: [...overrides] });
      expect(offences.join("\n")).toMatch(says);
    },
  );
});
