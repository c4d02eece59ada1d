import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { RunningWorld } from "../stories/running-world.js";
import { until } from "../stories/until.js";
import type { Attack, Row } from "./attack.js";
import { honestPost } from "./honest.js";
import { send } from "./send.js";
import { addressOf, byShots } from "./shots.js";

const GZIP = { "content-type": "application/json", "content-encoding": "gzip" };
const EXPLAINED = gzipSync(
  JSON.stringify({
    errors: Array.from({ length: 10_000 }, (_, place) => ({ type: `E${place}`, message: "m" })),
  }),
);

const explained = byShots({
  name: "explained-by-thousands",
  threat: "each of 10,000 errors is looked up to be explained",
  input: `?explain=1 with 10,000 errors, ${EXPLAINED.length} bytes of gzip`,
  megabytes: 0.4,
  shots: 20,
  async shoot({ url, clientKey }, from) {
    const headers = { ...GZIP, "x-api-key": clientKey };
    await send(url, { path: "/v0/projects/honest/errors?explain=1", headers, body: EXPLAINED, from });
  },
});

const PROJECTS = 400;
const PROJECTS_MAX = 150;

const projects: Attack = {
  name: "projects-without-end",
  async run(world) {
    let made = 0;
    let told = 0;
    for (let count = 0; count < PROJECTS; count += 20)
      await Promise.all(
        Array.from({ length: 20 }, async (_, place) => {
          const { status } = await honestPost(world, addressOf(place), false, `made-${count + place}`);
          if (status === 201) made += 1;
          if (status === 429) told += 1;
        }),
      );
    return {
      threat: "the client key makes projects without end",
      input: `errors to ${PROJECTS} new names`,
      worst: `${made} made, ${told} told to wait`,
      isHeld: made <= PROJECTS_MAX && made + told === PROJECTS,
    };
  },
};

const NOISY_CONNECTIONS = 8;
const NOISY_SECONDS = 8;
const VISIBLE_SECONDS_MAX = 30;

/** Held when another project's event is shown long before all of the noise is. */
const noise: Attack = {
  name: "a-noisy-project",
  async run(world: RunningWorld): Promise<Row> {
    const end = Date.now() + NOISY_SECONDS * 1000;
    let events = 0;
    const noisy = Array.from({ length: NOISY_CONNECTIONS }, async (_, place) => {
      while (Date.now() < end) {
        const body = gzipSync(JSON.stringify({ errors: noisyErrors(events) }));
        const headers = { ...GZIP, "x-api-key": world.clientKey };
        await send(world.url, { path: "/v0/projects/noisy/errors", headers, body, from: addressOf(place) });
        events += NOISY_ERRORS;
      }
    });
    await until("the noise is loud", () =>
      Date.now() > end - (NOISY_SECONDS * 1000) / 2 ? true : undefined,
    );
    const posted = performance.now();
    const { status } = await honestPost(world, "127.0.2.1", false, "quiet");
    const seen = await until(
      "the quiet one's event",
      async () => {
        const issues = await world.api().issues("quiet");
        return issues.length > 0 || undefined;
      },
      120,
    ).then(() => (performance.now() - posted) / 1000);
    await Promise.all(noisy);
    return {
      threat: "a noisy project hides everybody else's events",
      input: `${NOISY_CONNECTIONS} connections, ${events} errors in ${NOISY_SECONDS} s`,
      worst: `another project's error was shown after ${seen.toFixed(1)} s`,
      isHeld: status === 201 && seen <= VISIBLE_SECONDS_MAX,
    };
  },
};

const NOISY_ERRORS = 50;
const noisyErrors = (from: number) =>
  Array.from({ length: NOISY_ERRORS }, (_, place) => ({
    id: randomUUID(),
    type: `E${(from + place) % 200}`,
    message: "noise",
    backtrace: [{ file: `app/${(from + place) % 200}.js`, line: 1, function: "f" }],
  }));

/** What many events and many names can do. */
export const floods: readonly Attack[] = [explained, noise, projects];
