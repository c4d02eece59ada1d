import type { Event } from "@faultline/core/event";
import * as z from "zod";

/** What a context says its client ran on, as the SDKs send it. */
const Named = z.looseObject({ name: z.string(), version: z.string().optional() });

/** The contexts that tell what an event's program ran on. */
export const SURROUNDINGS = ["browser", "os", "runtime", "device"] as const;

interface Surrounding {
  readonly name: string;
  /** Name and version. */
  readonly whole: string;
}

/** What the event's program ran on, as far as it told. */
export function surroundingOf(
  { contexts }: Pick<Event, "contexts">,
  context: (typeof SURROUNDINGS)[number],
): Surrounding | undefined {
  const told = contexts?.[context];
  if (told === undefined) return undefined;
  const { data } = Named.safeParse(told);
  return data && { name: data.name, whole: [data.name, data.version].filter(Boolean).join(" ") };
}
