import type { Ports } from "../../ports.js";
import { activePoints } from "../../query/timeline.js";
import { HOUR, MINUTE } from "../series/hours.js";

type SlackPorts = Pick<Ports, "view" | "clock">;

/** So many events of its project come while an issue may stand where it was: who reads looks at no more rows than that. */
const EVENTS = 200;
/** In minutes. */
const SLACK_MAX = 60;
const KNOWN_MAX = 1_000;

interface Known {
  readonly slack: Promise<number>;
  readonly until: number;
}
const ofViews = new WeakMap<Ports["view"], Map<string, Known>>();

/**
 * How many minutes an issue may be seen later than its place says: as long as a few hundred events of its project take, by how
 * many came within the last hour; a minute at the least, an hour at the most.
 */
export async function listSlack(ports: SlackPorts, project: string): Promise<number> {
  const known = ofViews.get(ports.view) ?? new Map<string, Known>();
  ofViews.set(ports.view, known);
  const now = ports.clock.now();
  const found = known.get(project);
  if (found && now < found.until) return found.slack;
  // At once, so that the issues of a flush ask together.
  const slack = countedSlack(ports, project, now);
  known.delete(project);
  known.set(project, { slack, until: now + MINUTE });
  slack.catch(() => known.delete(project));
  const [oldest] = known.keys();
  if (known.size > KNOWN_MAX && oldest !== undefined) known.delete(oldest);
  return slack;
}

async function countedSlack({ view }: SlackPorts, project: string, now: number): Promise<number> {
  const points = await activePoints({ view }, { project, from: now - HOUR, to: now, unit: "minute" });
  const events = points.reduce((sum, { count }) => sum + count, 0);
  return Math.max(1, Math.min(SLACK_MAX, Math.floor((SLACK_MAX * EVENTS) / Math.max(1, events))));
}
