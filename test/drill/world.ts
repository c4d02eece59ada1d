import { mkdtemp, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as z from "zod";
import { call } from "../stories/api.js";
import { A, REGIONS, type RunningWorld, runningWorld } from "../stories/running-world.js";
import type { Assignment } from "./attempt.js";

export const PROJECT = "drill";

/** A fresh world with a project, and what a client of it has to know. The first region's data may lie on a disk of its own. */
export async function preparedWorld(firstDisk?: string): Promise<{
  world: RunningWorld;
  common: Omit<Assignment, "perSecond">;
}> {
  const world = await runningWorld(firstDisk && (await folderWith(firstDisk)), {
    // What is cut off stays so until the drill begins it again.
    FAULTLINE_RESTART: "off",
  });
  const { url, masterKey: key } = world;
  const project = `${url}/v1/projects/${PROJECT}`;
  const headers = { "content-type": "application/json" };
  await call(project, { method: "PUT", key, headers, body: "{}" });
  const setup = await call(`${project}/setup`, { key });
  const { sentry } = z
    .looseObject({ sentry: z.looseObject({ dsn: z.string() }) })
    .parse(JSON.parse(setup.text));
  await world.settled();
  const regions = REGIONS.map((region) => world.api(region).url);
  return { world, common: { url, regions, dsn: sentry.dsn, key: world.clientKey, project: PROJECT } };
}

async function folderWith(firstDisk: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "faultline-drill-"));
  await symlink(await mkdtemp(join(resolve(firstDisk), "region-")), join(folder, A));
  return folder;
}
