import type { Accepted, Event } from "@faultline/core/event";
import type { Issue } from "@faultline/core/issue";
import { messageName } from "@faultline/core/message-name";
import { formatTime } from "@faultline/core/time";

// Issues and events in the original's words: https://github.com/faultline/faultline/blob/master/docs/api.md

/** A time in the one form its schema knows: whole seconds and an offset. */
export const v0Time = (at: number): string => formatTime(at).replace(/\.\d+Z$/, "+00:00");

/** An error of the list. It is called by the name it has in addresses; deciding about it updates it too. */
export const listed = ({ project, message, type, status, count, lastSeen, statusAt = 0 }: Issue) => ({
  project,
  message: messageName(message),
  type,
  status,
  count,
  lastUpdated: v0Time(Math.max(lastSeen, statusAt)),
});

/** Sorts the newest first, as texts; all are of one length. */
export const reversedUnixtime = (at: number): string =>
  String(Number.MAX_SAFE_INTEGER - Math.floor(at / 1000));

/** An occurrence. The web UI shows each part it does not know by its name, so these four are always there. */
export function shown({ event, project, at, receivedAt, region }: Accepted) {
  const [thrown] = event.exceptions;
  const backtrace = (thrown?.frames ?? []).map(({ file, line, column, function: name, code }) => ({
    file,
    line,
    column,
    function: name,
    code,
  }));
  const { exceptions: _, type, message, id, ...kept } = event;
  const { isFresh: __, newFingerprint: ___, heading: ____, formerly: _____, ...rest } = kept;
  const { params, session, environment, ...others } = event.extra ?? {};
  return {
    project,
    message,
    type,
    backtrace,
    context: contextOf(event),
    environment: environment ?? {},
    session: session ?? {},
    params: params ?? others,
    event: { id, region, receivedAt: formatTime(receivedAt), ...rest },
    timestamp: v0Time(at),
    reversedUnixtime: reversedUnixtime(at),
  };
}

/** The context of a POST, put together again from where its parts went. */
function contextOf(event: Event): Record<string, unknown> {
  const [component, action] = event.transaction?.split("#") ?? [];
  const { url, method, userAgent, ip } = event.request ?? {};
  const others = event.contexts?.context;
  const known = {
    environment: event.environment,
    version: event.release,
    component,
    action,
    language: event.platform,
    hostname: event.serverName,
    severity: event.level,
    url,
    httpMethod: method,
    userAgent,
    userAddr: ip,
    user: event.user,
    notifier: event.sdk,
  };
  const told = Object.entries(known).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(told), ...(typeof others === "object" ? others : {}) };
}
