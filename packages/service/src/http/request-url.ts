/** The path of a request's address, as `URL` tells it: the address is one already, so that it need not be taken apart again. */
export function pathOf(url: string): string {
  const start = url.indexOf("/", url.indexOf("://") + "://".length);
  const end = url.slice(start).search(/[?#]/);
  return end === -1 ? url.slice(start) : url.slice(start, start + end);
}

/** What stands behind its question mark. */
export function queryOf(url: string): URLSearchParams {
  const [bare = ""] = url.split("#", 1);
  const start = bare.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : bare.slice(start));
}
