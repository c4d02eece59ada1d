import { bucketCount, UNIT_MILLISECONDS, type Unit } from "@faultline/core/timeline";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { TimeIn } from "./schemas.js";

const POINTS_MAX = 3000;
const DEFAULT_BUCKETS: Readonly<Record<Unit, number>> = { minute: 60, hour: 24, day: 30 };

/** What a timeline is asked for. */
export const SpanIn = z.object({
  from: TimeIn.optional(),
  to: TimeIn.optional(),
  unit: z.enum(["minute", "hour", "day"]).default("hour"),
});

interface Span {
  readonly from: number;
  readonly to: number;
  readonly unit: Unit;
}

/** The span, with what was left out; throws `too_many_points` when it is empty or more than an answer may hold. */
export function spanOf(asked: z.output<typeof SpanIn>, now: number): Span {
  const { unit, to = now } = asked;
  const from = asked.from ?? to - (DEFAULT_BUCKETS[unit] - 1) * UNIT_MILLISECONDS[unit];
  const buckets = bucketCount(from, to, unit);
  if (buckets > POINTS_MAX || from > to) {
    const advice = `Between from and to lie ${buckets} ${unit}s; ask for 1 to ${POINTS_MAX}, or a larger unit.`;
    throw new VisibleError("unprocessable", "too_many_points", advice);
  }
  return { from, to, unit };
}
