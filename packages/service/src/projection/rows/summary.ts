import { culprit } from "@faultline/core/culprit";
import type { Accepted } from "@faultline/core/event";
import { Level } from "@faultline/core/report";
import * as z from "zod";
import { newestFirst } from "../series/entry.js";

/** What an issue shows of its earliest event: the message stays, because /v0 addresses the issue by it. */
export const Head = z.object({
  digest: z.string(),
  at: z.number(),
  type: z.string(),
  message: z.string(),
  release: z.string().optional(),
});
export type Head = z.infer<typeof Head>;

/** What it shows of its latest event. */
export const Tail = z.object({
  digest: z.string(),
  at: z.number(),
  level: Level,
  culprit: z.string(),
  release: z.string().optional(),
  environment: z.string().optional(),
  handled: z.boolean().optional(),
  tags: z.record(z.string(), z.string()),
});
export type Tail = z.infer<typeof Tail>;

export interface Summary {
  readonly head: Head;
  readonly tail: Tail;
}

/**
 * The summary of an issue's events: those already summarized, and these, be they new or the copy of one that now counts.
 * Undefined when there are none.
 */
export function summarize(before: Summary | undefined, events: readonly Accepted[]): Summary | undefined {
  return events.reduce<Summary | undefined>((summary, accepted) => {
    const head = isEarlier(accepted, summary?.head) ? headOf(accepted) : summary?.head;
    const tail = isEarlier(summary?.tail, accepted) || !summary ? tailOf(accepted) : summary.tail;
    return head && { head, tail };
  }, before);
}

/** The summary of all events that several summaries are of; undefined of none. */
export function joinedSummary(summaries: readonly (Summary | undefined)[]): Summary | undefined {
  const known = summaries.filter((summary) => summary !== undefined);
  return known.length === 0
    ? undefined
    : known.reduce((a, b) => ({
        head: isEarlier(a.head, b.head) ? a.head : b.head,
        tail: isEarlier(a.tail, b.tail) ? b.tail : a.tail,
      }));
}

type Position = { readonly digest: string; readonly at: number };

const isEarlier = (a: Position | undefined, b: Position | undefined): boolean =>
  !a || !b || newestFirst(a, b) >= 0;

function headOf({ event, digest, at }: Accepted): Head {
  const { type, message } = event.heading ?? event;
  return { digest, at, type, message, release: event.release };
}

const TAGS_MAX = 20;

function tailOf({ event, digest, at }: Accepted): Tail {
  const { level, release, environment, handled } = event;
  const tags = Object.fromEntries(Object.entries(event.tags ?? {}).slice(0, TAGS_MAX));
  return { digest, at, level, culprit: culprit(event), release, environment, handled, tags };
}
