import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { faultline, type NodeClient } from "../../packages/client/src/node.js";
import { launchChromium } from "../chromium.js";
import { describeNeeding } from "../needing.js";
import { ROOT } from "../repository/source.js";
import { A, B, REGIONS, type RegionName, type RunningWorld, runningWorld } from "./running-world.js";
import { until } from "./until.js";

let world: RunningWorld;
beforeAll(async () => {
  world = await runningWorld();
});
afterAll(() => world.dispose());

const regionUrls = (): string[] => REGIONS.map((region) => world.api(region).url);

/** One that knows a region's address in the place of the name: the edge would hide from it that the region ended. */
function clientOf(project: string): NodeClient {
  const url = world.api(A).url;
  const key = world.clientKey;
  return faultline({ url, regions: regionUrls(), project, key, batchMilliseconds: 50, catchUncaught: false });
}

/** The ids of all occurrences of a project, as a region lists them, and the sum of its issues' counts. */
async function told(region: RegionName, project: string): Promise<{ ids: string[]; count: number }> {
  const api = world.api(region);
  const issues = await api.issues(project);
  const lists = await Promise.all(issues.map(({ id }) => api.occurrences(project, id)));
  const ids = lists.flat().map(({ id }) => id);
  return { ids: ids.sort(), count: issues.reduce((sum, { count }) => sum + count, 0) };
}

/** SIGKILL from outside: nobody in the world is told of it. */
async function killed(region: RegionName): Promise<void> {
  const { regions } = await world.status();
  const pid = regions.find(({ name }) => name === region)?.pid;
  if (pid) process.kill(pid, "SIGKILL");
}

test("a region killed in the middle: no event of the client is lost, none is counted twice", async () => {
  const clients = [clientOf("client"), clientOf("client"), clientOf("client")];
  const reported: (string | undefined)[] = [];
  const accepted = (): number => clients.reduce((sum, one) => sum + one.stats().accepted, 0);
  const more = async (events: number): Promise<void> => {
    const enough = accepted() + events;
    await until("more events are accepted", async () => {
      for (const one of clients) reported.push(one.report(new Error(`broke in ${reported.length % 7}`)));
      await pause(10);
      return accepted() >= enough || undefined;
    });
  };
  await more(60);
  await killed(A);
  await more(120);
  await world.command(A, "start");
  await more(60);
  await killed(B);
  await more(120);
  await world.command(B, "start");
  await Promise.all(clients.map((one) => one.close()));

  const figures = clients.map((one) => one.stats());
  for (const { reported: all, accepted: taken, dropped, refused, waiting } of figures) {
    expect({ taken, dropped, refused, waiting }).toEqual({ taken: all, dropped: 0, refused: 0, waiting: 0 });
  }
  expect(figures.reduce((sum, { retried }) => sum + retried, 0)).toBeGreaterThan(0);
  await world.settled();
  for (const region of REGIONS) {
    const { ids, count } = await told(region, "client");
    expect(ids).toEqual([...reported].sort());
    expect(count).toBe(reported.length);
  }
});

const Occurrence = z.looseObject({
  message: z.string(),
  handled: z.boolean(),
  level: z.string(),
  sdk: z.object({ name: z.string() }),
  exceptions: z.array(z.looseObject({ frames: z.array(z.looseObject({ function: z.string().optional() })) })),
});

/** What one project's occurrences say, once there are so many. */
const occurrencesOf = (project: string, count: number) =>
  until(`${project} has ${count} events`, async () => {
    const api = world.api(B);
    const issues = await api.issues(project);
    const found = (await Promise.all(issues.map(({ id }) => api.occurrences(project, id)))).flat();
    return found.length === count ? found.map((one) => Occurrence.parse(one)) : undefined;
  });

describeNeeding("chromium", "in Chromium", () => {
  let browser: Browser;
  let server: Server;
  let page: Page;
  let origin: string;

  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [join(ROOT, "packages/client/src/browser.ts")],
      bundle: true,
      minify: true,
      format: "iife",
      globalName: "client",
      write: false,
    });
    server = createServer((request, response) => {
      const isScript = request.url === "/client.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? outputFiles[0]?.contents : '<script src="/client.js"></script>shop');
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    origin = `http://127.0.0.1:${z.custom<AddressInfo>().parse(server.address()).port}`;
    browser = await launchChromium();
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  /** Opens the shop with a client of it, and lets it do something. */
  async function open(project: string, script: string, more: object = {}): Promise<void> {
    await page.goto(origin);
    const options = { url: world.url, regions: regionUrls(), project, key: world.clientKey, ...more };
    await page.evaluate(
      `globalThis.errors = client.faultline(${JSON.stringify(options)}); ${script}; undefined`,
    );
  }
  const SLOW = { batchMilliseconds: 3_600_000 };

  test("an uncaught error and an unhandled rejection are reported as what they are", async () => {
    await open(
      "page",
      `setTimeout(function pay() { throw new TypeError("total is not a function") });
       setTimeout(async function load() { throw new RangeError("no such page") });`,
      { batchMilliseconds: 100 },
    );
    const found = await occurrencesOf("page", 2);
    expect(found.map(({ message }) => message).sort()).toEqual(["no such page", "total is not a function"]);
    for (const { handled, level, sdk } of found) {
      expect({ handled, level, name: sdk.name }).toEqual({
        handled: false,
        level: "fatal",
        name: "faultline-client",
      });
    }
    const functions = found.map(({ exceptions }) => exceptions[0]?.frames[0]?.function);
    expect(functions.sort()).toEqual(["load", "pay"]);
  });

  test("what waits is sent when the page is left", async () => {
    await open("hidden", 'errors.report(new Error("just before leaving"))', SLOW);
    await page.goto("about:blank");
    expect((await occurrencesOf("hidden", 1)).map(({ message }) => message)).toEqual(["just before leaving"]);
  });

  test("what could not be sent before the page was left is sent by the next one, and counts once", async () => {
    const nobody = { url: "http://127.0.0.1:9", regions: [], spool: true };
    await open("kept", 'errors.report(new Error("kept"))', nobody);
    await page.goto("about:blank");
    await open("kept", "errors.flush()", { spool: true });
    await occurrencesOf("kept", 1);
    await until("the page's storage is empty again", async () => {
      const left = await page.evaluate("Object.keys(localStorage).length");
      return left === 0 || undefined;
    });
  });

  test("a name that does not answer costs a page nothing but the way to a region, and no preflight", async () => {
    await open("other", 'errors.report(new Error("taken by a region"))', {
      url: "http://127.0.0.1:9",
      batchMilliseconds: 1,
    });
    await occurrencesOf("other", 1);
    for (const region of REGIONS) {
      expect(await readFile(join(world.dataFolder, `${region}.log`), "utf8")).not.toContain('"OPTIONS"');
    }
  });
});
