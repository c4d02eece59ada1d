import type { Event } from "./event.js";
import type { Frame, Thrown } from "./report.js";

const OMITTED = "[left out: many like it came at that time, and others of them are kept whole]";

/**
 * An event without what only whoever looks at this very one would miss. What is counted, listed, grouped and searched by
 * stays: its id, times, issue, texts, user, tags, release, and the frame where it happened.
 */
export const withoutBody = (event: Event): Event => ({
  ...event,
  exceptions: event.exceptions.map(withoutStack),
  breadcrumbs: undefined,
  request: event.request && { url: event.request.url, method: event.request.method },
  contexts: undefined,
  extra: { omitted: OMITTED },
  raw: undefined,
});

function withoutStack({ type, message, frames }: Thrown): Thrown {
  const culprit = frames.find(({ inApp }) => inApp) ?? frames[0];
  return { type, message, frames: culprit ? [bare(culprit)] : [] };
}

const bare = (frame: Frame): Frame => ({ ...frame, code: undefined, vars: undefined });
