import { basename } from "node:path";
import { expect, test } from "vitest";
import { buildBundles } from "./build-bundle.js";

/** What a function may load before it is asked anything; what it loads is read and compiled at each cold start. */
const KILOBYTES: Readonly<Record<string, number>> = {
  http: 675,
  reduce: 592,
  sweep: 655,
  watch: 725,
  rebuild: 533,
};

test("no function loads more at its start than it did", async () => {
  const built = Object.entries(await buildBundles()).map(
    ([path, { bytes }]) => [basename(path), bytes] as const,
  );
  expect(built.map(([name]) => name).sort()).toEqual(Object.keys(KILOBYTES).sort());
  const tooLarge = built.filter(([name, bytes]) => bytes > (KILOBYTES[name] ?? 0) * 1000);
  expect(tooLarge).toEqual([]);
});
