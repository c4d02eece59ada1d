import { beforeAll, describe, expect, test } from "vitest";
import { check } from "./check.js";
import { FAULTS } from "./faults.js";
import { installPlatform } from "./platform.js";
import { VARIANTS } from "./variants.js";

// What `npm run infra` checks, and that it would find what is wrong. SST's platform is written first, from npm alone.

beforeAll(() => installPlatform());

test.concurrent.each(VARIANTS.map((variant) => [variant.name, variant] as const))(
  "%s keeps every rule, and its handlers answer",
  async (_, variant) => {
    const { graph, offences } = await check(variant);
    expect(offences).toEqual([]);
    expect(graph.bundles.length).toBe(8);
  },
);

describe("a deliberate fault is found, and its cause named", () => {
  test.concurrent.each(FAULTS.map((fault) => [fault.name, fault] as const))(
    "%s",
    async (_, { overrides, says }) => {
      const { offences } = await check({ stage: "production", overrides: [...overrides] });
      expect(offences.join("\n")).toMatch(says);
    },
  );
});
