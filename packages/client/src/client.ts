import { addresses } from "./addresses.js";
import { backlog, type Waiting } from "./backlog.js";
import { textOf } from "./event.js";
import { guard } from "./guard.js";
import type { Breadcrumb, Defaults, Details, Event, Options } from "./options.js";
import { outbox, type Stats } from "./outbox.js";
import type { Platform } from "./platform.js";
import { post } from "./post.js";
import { reporter } from "./reporter.js";

export interface Client {
  /** Reports what was thrown, and gives back the event's id; undefined when `beforeReport` left it out. Never throws, never waits. */
  report(thrown: unknown, details?: Details): string | undefined;
  /** Records what happened before an error; the newest 30 are sent with it. */
  breadcrumb(crumb: Breadcrumb | string): void;
  /** Sent with every event from now on; tags and params are added to the earlier ones. */
  set(defaults: Defaults): void;
  /** Sends what is queued. True when the queue is empty, false when that takes longer than 3 s, or as given. */
  flush(milliseconds?: number): Promise<boolean>;
  stats(): Stats;
}

/** Some events as one body. */
export interface Body {
  readonly ids: readonly string[];
  readonly text: string;
}

/** A client, and what only its platform asks of it. */
interface Core {
  readonly client: Client;
  /** Reports what nobody caught, unless it was reported before. */
  uncaught(thrown: unknown, details?: Details): void;
  /** What waits, oldest first: for a last try that does not wait for answers as usual. */
  bodies(): readonly Body[];
  done(ids: readonly string[]): void;
}

const FLUSH_MILLISECONDS = 3_000;
const TIMEOUT_MILLISECONDS = 3_000;
const BATCH_EVENTS = 50;
const BATCH_MILLISECONDS = 2_000;

/** Makes a client for a platform. */
export function core(options: Options, platform: Platform): Core {
  const onProblem = guard(
    (problem: string) => options.onProblem?.(problem),
    () => undefined,
  );
  const onFault = (error: unknown): void => onProblem(String(error));
  const kept = backlog(platform.queue, onFault);
  const { batchEvents = BATCH_EVENTS, batchMilliseconds = BATCH_MILLISECONDS } = options;
  const box = outbox({
    backlog: kept,
    addresses: addresses(options.url, options.regions ?? [], Date.now),
    batchEvents,
    batchBytes: platform.batchBytes,
    batchMilliseconds,
    random: Math.random,
    send: sender(options, platform),
    onProblem,
  });
  const make = reporter(options, platform, onFault);
  const keep = guard((event: Event | undefined) => {
    if (event) box.add(event.id, textOf(event));
    return event?.id;
  }, onFault);

  return {
    client: {
      report: function report(thrown, details = {}) {
        return keep(make.report(thrown, details, report));
      },
      breadcrumb: make.breadcrumb,
      set: make.set,
      flush: (milliseconds = FLUSH_MILLISECONDS) => within(milliseconds, box.flush()),
      stats: box.stats,
    },
    uncaught: (thrown, details = {}) => void keep(make.uncaught(thrown, details)),
    bodies: () => kept.batches(batchEvents, platform.batchBytes).map((events) => bodyOf(options, events)),
    done: kept.done,
  };
}

/** Where errors are posted at an address. */
export const pathOf = ({ project }: Options): string => `/v0/projects/${encodeURIComponent(project)}/errors`;

function sender(options: Options, platform: Platform) {
  const { timeoutMilliseconds = TIMEOUT_MILLISECONDS } = options;
  // Looked up at each request: what an application puts in its place later is to see our requests too.
  const fetcher: typeof fetch = options.fetch ?? ((input, init) => fetch(input, init));
  return (address: string, events: readonly Waiting[]) => {
    const { url, init } = platform.request(address + pathOf(options), bodyOf(options, events).text);
    return post({ url, init, timeoutMilliseconds, fetch: fetcher });
  };
}

function bodyOf({ notifications }: Options, events: readonly Waiting[]): Body {
  const notifier = { name: "faultline-client", version: "1.0.0" };
  const head = JSON.stringify({ notifier, notifications }).slice(0, -1);
  const ids = events.map(({ id }) => id);
  return { ids, text: `${head},"errors":[${events.map(({ text }) => text).join(",")}]}` };
}

/** True when it ended in time. */
function within(milliseconds: number, work: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), milliseconds);
    work.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
