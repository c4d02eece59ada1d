// The original's addresses name an error by its message, whatever characters that holds.
const BY_MESSAGE = /^(\/v0\/projects\/[^/]+\/errors\/)(.+?)(\/occurrences(?:\/\d+)?)?$/;

/**
 * The event with its path encoded again. HTTP APIs hand it on decoded, in payload 2.0 too, so that a `%`, `#` or `/` in
 * an error's message would be taken for the address's own. What stood behind a `?` there, API Gateway has cut off.
 * https://github.com/honojs/hono/issues/2156
 */
export function withWholePath<Event extends { readonly rawPath: string }>(event: Event): Event {
  const [, before = "", message = "", after = ""] = BY_MESSAGE.exec(event.rawPath) ?? [event.rawPath];
  if (message === "") return { ...event, rawPath: encoded(event.rawPath) };
  return { ...event, rawPath: `${encoded(before)}${encodeURIComponent(message.toWellFormed())}${after}` };
}

const encoded = (path: string): string =>
  path
    .split("/")
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join("/");
