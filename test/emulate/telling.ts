import * as z from "zod";
import { type Answer, ask, noise, postUntilTaken } from "./client.js";
import type { EmulatedWorld, Region } from "./emulated-world.js";
import { type Is, issueTitled, sweptIn, until } from "./held.js";

interface Pair {
  readonly region: Region;
  readonly other: Region;
}

/** Together more than a row of a table may have, however well they are compressed. */
const ERRORS = 10;
const TRIES_MAX = 20;
const PAUSE_MILLISECONDS = 500;
const wordsOf = (region: Region): string => `kept for ${region}`;

/**
 * A region that leads tells of errors whose pack lies in the other region's bucket alone, for its own was ill; the destination
 * refuses the first time, so that the sweep tells it. Reads them, and those in its own bucket, for a person.
 */
export async function tellsOf(
  world: EmulatedWorld,
  { region, other }: Pair,
  events: Set<string>,
  is: Is,
): Promise<void> {
  const { addresses, endpoint, inbox } = world;
  const large = await postUntilTaken(addresses[region], `large-${region}`, "large");
  events.add(`large-${region}`);
  const puts = (where: Region) =>
    endpoint.calls.filter(
      ({ operation, who, region: at }) =>
        operation === "PutObject" && who === world.of("Http", region).name && at === where,
    ).length;
  is(`a large pack goes into the bucket of ${region}`, large.status === 201 && puts(region) > 0, large.text);
  endpoint.faults.push({ kind: "error", operation: "PutObject", region });
  inbox.refuse(1);
  const before = puts(other);
  const largest = await postLargest(world, region);
  endpoint.faults.length = 0;
  for (let index = 0; index < ERRORS; index++) events.add(`largest-${region}-${index}`);
  is(`while that is ill, into the other's`, largest.status === 201 && puts(other) > before, largest.text);
  const about = (some: readonly string[]) => some.filter((text) => text.includes(wordsOf(region))).length;
  const isTold = async (): Promise<boolean> => {
    await sweptIn(world, region);
    return about(inbox.told) > 0;
  };
  // By who folds it, before the sweep comes by.
  await until(async () => about(inbox.refused) > 0);
  await until(isTold, PAUSE_MILLISECONDS);
  is(`${region} tells of it once more where it was refused, and once`, about(inbox.told) === 1, [
    inbox.refused.length,
    inbox.told,
  ]);
  await readsBoth(world, region, is);
}

/** As often as it is told to come again. */
async function postLargest({ addresses, inbox }: EmulatedWorld, region: Region): Promise<Answer> {
  const errors = Array.from({ length: ERRORS }, (_, index) => ({
    type: "RangeError",
    message: wordsOf(region),
    params: { noise: noise(`largest ${region} ${index}`) },
  }));
  const notifications = [{ type: "webhook", url: inbox.url, threshold: 1 }];
  for (let attempt = 1; ; attempt++) {
    const answer = await ask(addresses[region], "/v0/projects/shop/errors", {
      headers: { "idempotency-key": `largest-${region}` },
      body: { errors, notifications },
    });
    if (answer.status !== 503 || attempt === TRIES_MAX) return answer;
  }
}

const Occurrences = z.looseObject({ occurrences: z.array(z.looseObject({ message: z.string() })) });

async function readsBoth(world: EmulatedWorld, region: Region, is: Is): Promise<void> {
  for (const words of ["under fault", wordsOf(region)]) {
    const issue = await issueTitled(world, region, "shop", words);
    const { json, text } = await ask(
      world.addresses[region],
      `/v1/projects/shop/issues/${issue?.id}/occurrences`,
    );
    const { occurrences } = Occurrences.safeParse(json).data ?? { occurrences: [] };
    const isRead = occurrences.length > 0 && occurrences.every(({ message }) => message === words);
    is(`${region} shows errors "${words}" with what they held`, isRead, text);
  }
}

/** Resolves, in a release, what was told last, of which one more came a moment ago: by such it is judged whether it is back. */
export async function decideAbout(
  world: EmulatedWorld,
  region: Region,
  events: Set<string>,
  is: Is,
): Promise<void> {
  const id = `one-more-${region}`;
  events.add(id);
  await ask(world.addresses[region], "/v0/projects/shop/errors", {
    headers: { "idempotency-key": id },
    body: { errors: [{ type: "RangeError", message: wordsOf(region) }] },
  });
  let issue = await issueTitled(world, region, "shop", wordsOf(region));
  await until(async () => {
    issue = await issueTitled(world, region, "shop", wordsOf(region));
    return issue?.count === ERRORS + 1;
  });
  const { status, text } = await ask(world.addresses[region], `/v1/projects/shop/issues/${issue?.id}`, {
    method: "PATCH",
    body: { status: "resolved", in: "1.0.0" },
  });
  is(`an issue is resolved in ${region}`, status === 200, text);
}
