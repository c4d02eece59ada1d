/** A request as a destination wants it. Whether it may be sent, and how, is decided elsewhere. */
export interface HttpRequestSpec {
  readonly method: "GET" | "POST" | "PATCH" | "PUT";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** How much of the answer is read, when it is more than usual: it holds texts of other people's. */
  readonly answerBytesMax?: number | undefined;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How a conversation with a destination ended. */
export type DeliveryResult =
  | { readonly kind: "sent"; readonly reference?: string | undefined }
  /** Trying again may help, not before `after` seconds when it says so. */
  | { readonly kind: "later"; readonly reason: string; readonly after?: number | undefined }
  /** Trying again will not help: the config or the destination has to change. */
  | { readonly kind: "refused"; readonly reason: string }
  /** There is nothing to say to this destination about this. */
  | { readonly kind: "nothing"; readonly reason: string };

/** A talk of one or more requests, each yielded, its answer given back. Pure: whoever runs it sends. */
export type RequestFlow = Generator<HttpRequestSpec, DeliveryResult, Answer>;

export const json = (body: unknown): string => JSON.stringify(body);

/** What an unwelcome answer means: busy and broken ones pass, refusals do not. `undefined` for a good one. */
export function failure({ status, headers, body }: Answer): DeliveryResult | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400)
    return { kind: "refused", reason: `answered ${status}: ${movedText(headers.location)}` };
  const reason = `answered ${status}${body ? `: ${body.replace(/\s+/g, " ").slice(0, 200)}` : ""}`;
  const isPassing = isBusy(status, headers, body) || status >= 500 || status === 408 || status === 425;
  return isPassing ? { kind: "later", reason, after: waitOf(headers) } : { kind: "refused", reason };
}

/** The host alone: the rest of an address may be secret. */
function movedText(location = ""): string {
  const to = URL.canParse(location) ? ` to ${new URL(location).host}` : "";
  return `it has moved${to}, and redirects are not followed`;
}

/** 429, and GitHub's limits, which come as 403. */
function isBusy(status: number, headers: Answer["headers"], body: string): boolean {
  if (status === 429) return true;
  const isLimit = headers["retry-after"] !== undefined || headers["x-ratelimit-remaining"] === "0";
  return status === 403 && (isLimit || /secondary rate limit|rate limit exceeded/i.test(body));
}

/** Nobody is waited for longer, whatever they ask. */
const WAIT_SECONDS_MAX = 3600;

/** Seconds a destination asks us to wait, told as such or as a time. GitHub names the time its limit ends instead. */
function waitOf(headers: Answer["headers"]): number | undefined {
  const now = Date.parse(headers.date ?? "") / 1000;
  const asked = headers["retry-after"] ?? "";
  if (asked !== "") return bounded(/^\d+$/.test(asked) ? Number(asked) : Date.parse(asked) / 1000 - now);
  if (headers["x-ratelimit-remaining"] !== "0") return undefined;
  return bounded(Number(headers["x-ratelimit-reset"]) - now);
}

const bounded = (seconds: number): number | undefined =>
  Number.isFinite(seconds) ? Math.min(WAIT_SECONDS_MAX, Math.max(1, Math.ceil(seconds))) : undefined;
