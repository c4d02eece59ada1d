import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { ask } from "./client.js";
import type { EmulatedWorld, Region } from "./emulated-world.js";

/** Something that has to hold, and what was seen where it does not. */
export interface Held {
  readonly what: string;
  readonly seen: string | undefined;
}

/** Says whether something holds, with what was seen. */
export type Is = (what: string, good: boolean, seen: unknown) => void;

/** The primary region, and the other one. */
export const A: Region = "us-east-1";
export const B: Region = "us-west-2";

/** Gives up only on what never comes. */
const PATIENCE_MILLISECONDS = 120_000;
const PAUSE_MILLISECONDS = 200;

/** Asks until it is so; false when it never is. */
export async function until(
  isSo: () => Promise<boolean>,
  pauseMilliseconds = PAUSE_MILLISECONDS,
): Promise<boolean> {
  const start = Date.now();
  while (!(await isSo())) {
    if (Date.now() - start > PATIENCE_MILLISECONDS) return false;
    await sleep(pauseMilliseconds);
  }
  return true;
}

const Issue = z.looseObject({ id: z.string(), title: z.string(), count: z.number(), status: z.string() });
type SeenIssue = z.infer<typeof Issue>;
const Issues = z.looseObject({ issues: z.array(Issue) });

/** A project's issues as a region shows them; none when it does not. */
export async function issuesOf(
  world: EmulatedWorld,
  region: Region,
  project: string,
): Promise<readonly SeenIssue[]> {
  const { json } = await ask(world.addresses[region], `/v1/projects/${project}/issues`);
  return Issues.safeParse(json).data?.issues ?? [];
}

/** The issue a region shows whose title holds these words, once it does. */
export async function issueTitled(
  world: EmulatedWorld,
  region: Region,
  project: string,
  words: string,
): Promise<SeenIssue | undefined> {
  let found: SeenIssue | undefined;
  await until(async () => {
    found = (await issuesOf(world, region, project)).find(({ title }) => title.includes(words));
    return found !== undefined;
  });
  return found;
}

const Swept = z.looseObject({ isLeader: z.boolean(), spooled: z.number() });

/** What a region's sweep did. */
export async function sweptIn(world: EmulatedWorld, region: Region) {
  const { result, error } = await world.of("Sweep", region).invoke({});
  return { ...Swept.safeParse(result).data, error };
}
