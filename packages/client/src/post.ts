/** How a request ended. `again`: not stored, or nobody knows; the same body may be sent anywhere. */
export type Ending =
  | { readonly kind: "accepted" }
  | { readonly kind: "too_large" }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "again"; readonly restMilliseconds: number };

interface Post {
  readonly url: string;
  readonly init: RequestInit;
  readonly timeoutMilliseconds: number;
  readonly fetch: typeof fetch;
}

const REST_MAX = 300_000;
const TOO_LARGE = 413;
/** Time-out, too early, too many: refusals that time mends. */
const PASSING: readonly number[] = [408, 425, 429];

/** Sends a request once. Never rejects. */
export async function post({ url, init, timeoutMilliseconds, fetch }: Post): Promise<Ending> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMilliseconds);
  try {
    const response = await fetch(url, { ...init, method: "POST", signal: controller.signal });
    // Read to its end, so that the connection can be used again. Whether that succeeds changes nothing.
    const text = await response.text().catch(() => "");
    return endingOf(response, text);
  } catch {
    // No connection, or no answer in time.
    return { kind: "again", restMilliseconds: 0 };
  } finally {
    clearTimeout(timer);
  }
}

function endingOf({ ok, status, headers }: Response, text: string): Ending {
  if (ok) return { kind: "accepted" };
  if (status >= 500 || PASSING.includes(status)) {
    return { kind: "again", restMilliseconds: restOf(headers.get("retry-after")) };
  }
  return status === TOO_LARGE
    ? { kind: "too_large" }
    : { kind: "refused", why: `${status} ${text.slice(0, 200)}` };
}

/** Retry-After in seconds or as a date (RFC 9110, 10.2.3). */
function restOf(header: string | null): number {
  if (!header) return 0;
  const seconds = Number(header);
  const milliseconds = Number.isNaN(seconds) ? Date.parse(header) - Date.now() : seconds * 1000;
  return Math.min(REST_MAX, Math.max(0, milliseconds || 0));
}
