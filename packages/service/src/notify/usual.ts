import type { Accepted } from "@faultline/core/event";
import { bucketStart, UNIT_MILLISECONDS } from "@faultline/core/timeline";
import { daysKnown, isEnough, UNUSUAL_MIN, type Usual, usualOf } from "@faultline/core/unusual";
import type { Ports } from "../ports.js";
import type { IssueState } from "../projection/rows/issue-row.js";
import { joined } from "../projection/rows/members.js";
import { activePoints } from "../query/timeline.js";
import { windowsWith } from "./evaluate-rules.js";

interface Place {
  readonly project: string;
  readonly issue: string;
}

/**
 * What is usual of an issue on the day of its latest hour, by its own timeline of the days before; as it was known when
 * nobody asks, or when there are too few events to ask for. It is kept with the issue, so that its timeline is read once a day.
 */
export async function usualWith(
  ports: Pick<Ports, "view">,
  { project, issue }: Place,
  before: IssueState,
  added: readonly Accepted[],
): Promise<Usual | undefined> {
  const isAsked = added.some(({ event }) => event.notify?.some(({ also }) => also?.unusual));
  if (!isAsked) return before.usual;
  const [hour = 0, count = 0] = windowsWith(before.windows, added).hour ?? [];
  const day = bucketStart(hour, "day");
  if (count < UNUSUAL_MIN || before.usual?.day === day) return before.usual;
  const { total, first } = joined(before);
  const days = total === 0 ? 0 : daysKnown(day, first);
  if (!isEnough(days)) return { day, days, busiest: 0 };
  const span = { from: day - days * UNIT_MILLISECONDS.day, to: day - 1, unit: "hour" as const };
  return usualOf(day, days, await activePoints(ports, { project, issue, ...span }));
}
