import { describeThrown } from "./describe-thrown.js";
import type { Breadcrumb, Defaults, Details, Event, Frame } from "./options.js";
import { plain } from "./plain.js";
import { uniqueId } from "./unique-id.js";

/** What is known of an error at the moment it is reported. */
interface Moment {
  readonly thrown: unknown;
  readonly stackHere: string;
  readonly handled: boolean;
  readonly now: number;
  readonly defaults: Defaults;
  readonly details: Details;
  readonly crumbs: readonly Trace[];
  /** What the place the client runs in tells: host, page, user agent. */
  readonly surroundings: Readonly<Record<string, unknown>>;
  /** Adds lines of source, where they can be read. */
  readonly withSource: (frame: Frame) => Frame;
}

/** A breadcrumb with its time. */
export type Trace = Omit<Breadcrumb, "level"> & {
  readonly date: string;
  readonly severity?: string | undefined;
};

const TEXT_MAX = 90_000;
const CRUMBS_LEFT = 5;

/** The event of an error. Never throws. */
export function eventOf(moment: Moment): Event {
  const { thrown, stackHere, details, defaults, withSource } = moment;
  const [first, ...causes] = describeThrown(thrown, stackHere).map((one) => ({
    ...one,
    backtrace: one.backtrace.map(withSource),
  }));
  return {
    id: uniqueId(moment.now),
    type: first?.type ?? "Error",
    message: first?.message ?? "",
    backtrace: first?.backtrace ?? [],
    timestamp: new Date(moment.now).toISOString(),
    handled: moment.handled,
    fingerprint: details.fingerprint,
    causes: causes.length > 0 ? causes : undefined,
    context: contextOf(moment),
    params: plain({ ...defaults.params, ...details.params }),
  };
}

function contextOf({ defaults, details, surroundings, crumbs }: Moment): Record<string, unknown> {
  return {
    ...surroundings,
    severity: details.level ?? "error",
    version: defaults.release,
    environment: defaults.environment,
    route: details.transaction,
    user: plain(details.user ?? defaults.user),
    tags: plain({ ...defaults.tags, ...details.tags }),
    history: crumbs,
  };
}

/** The event as JSON, its least useful parts left out until it fits. */
export function textOf(event: Event): string {
  const whole = JSON.stringify(event);
  if (whole.length <= TEXT_MAX) return whole;
  const { history } = event.context;
  const crumbs = Array.isArray(history) ? history.slice(-CRUMBS_LEFT) : [];
  const params = { omitted: "the event was too large" };
  const bare = { ...event, params, context: { ...event.context, history: crumbs } };
  const text = JSON.stringify(bare);
  if (text.length <= TEXT_MAX) return text;
  return JSON.stringify({
    ...bare,
    context: {},
    causes: undefined,
    backtrace: event.backtrace.map(bareFrame),
  });
}

const bareFrame = ({ code: _, ...frame }: Frame): Frame => frame;
