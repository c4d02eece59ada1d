import { eventOf, type Trace } from "./event.js";
import { guard } from "./guard.js";
import type { Breadcrumb, Defaults, Details, Event, Options } from "./options.js";
import { plain } from "./plain.js";
import type { Platform } from "./platform.js";

type From = (...given: never[]) => unknown;

interface Reporter {
  /** The event of what was thrown; undefined when it is left out. `from` is the function the application called. */
  report(thrown: unknown, details: Details, from: From): Event | undefined;
  /** The same for what nobody caught; undefined also for what was reported before. */
  uncaught(thrown: unknown, details: Details): Event | undefined;
  breadcrumb(crumb: Breadcrumb | string): void;
  set(defaults: Defaults): void;
}

const CRUMBS_MAX = 30;

/** Makes events of what is thrown. Throws nothing: a fault of its own goes to `onFault`. */
export function reporter(options: Options, platform: Platform, onFault: (error: unknown) => void): Reporter {
  const { user, tags, params, release, environment } = options;
  let defaults: Defaults = { user, tags, params, release, environment };
  let crumbs: readonly Trace[] = [];
  const known = new WeakSet<object>();

  const make = guard((thrown: unknown, details: Details, handled: boolean, from?: From) => {
    const { withSource } = platform;
    const made = eventOf({
      thrown,
      stackHere: from ? stackAbove(from) : "",
      handled,
      now: Date.now(),
      defaults,
      details: { ...platform.details(), ...details },
      crumbs,
      surroundings: platform.surroundings(),
      withSource,
    });
    if (isObject(thrown)) known.add(thrown);
    return options.beforeReport ? options.beforeReport(made) : made;
  }, onFault);

  return {
    report: (thrown, details, from) => make(thrown, details, true, from),
    uncaught: (thrown, details) =>
      isObject(thrown) && known.has(thrown) ? undefined : make(thrown, { level: "fatal", ...details }, false),
    breadcrumb: guard((crumb) => {
      crumbs = [...crumbs, traceOf(crumb)].slice(-CRUMBS_MAX);
    }, onFault),
    set: guard((next) => {
      defaults = {
        ...defaults,
        ...next,
        tags: { ...defaults.tags, ...next.tags },
        params: { ...defaults.params, ...next.params },
      };
    }, onFault),
  };
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Where `from` was called; empty where the engine cannot tell that without our own calls. */
function stackAbove(from: From): string {
  const here = { stack: "" };
  if ("captureStackTrace" in Error) Error.captureStackTrace(here, from);
  return here.stack;
}

function traceOf(crumb: Breadcrumb | string): Trace {
  const { message, category, level, data } = typeof crumb === "string" ? { message: crumb } : crumb;
  const told = Object(plain(data));
  return { ...told, message: String(message), category, severity: level, date: new Date().toISOString() };
}
