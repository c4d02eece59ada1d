import { seeded } from "@faultline/testing/seeded";
import { KEYS } from "../infra/invoke.js";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** What the body says, when it is JSON. */
  readonly json: unknown;
  readonly text: string;
  readonly milliseconds: number;
}

interface Ask {
  readonly method?: string;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Asks a region, or the failover name. A connection that ends without an answer is status 0. */
export async function ask(
  address: string,
  path: string,
  { method, key, headers, body }: Ask = {},
): Promise<Answer> {
  const start = Date.now();
  const own = { "x-api-key": key ?? KEYS.master, "content-type": "application/json" };
  try {
    const response = await fetch(`${address}${path}`, {
      method: method ?? (body === undefined ? "GET" : "POST"),
      headers: { ...own, ...headers },
      body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: jsonOf(text),
      milliseconds: Date.now() - start,
    };
  } catch (error) {
    return {
      status: 0,
      headers: new Headers(),
      text: String(error),
      json: undefined,
      milliseconds: Date.now() - start,
    };
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A page, or nothing.
    return undefined;
  }
}

/** What is POSTed: a plain error, one that is too large for a row by itself, or one that says whom to tell. */
export const REQUESTS = ["plain", "large", "told"] as const;
export type RequestKind = (typeof REQUESTS)[number];

/** Posts one error under an id of its own. */
export function post(address: string, id: string, kind: RequestKind = "plain"): Promise<Answer> {
  const error = {
    type: "TypeError",
    message: "under fault",
    ...(kind === "large" && { params: { noise: noise(id) } }),
  };
  const notifications = [{ type: "webhook", url: `${address}/health?of=${id}`, threshold: 1_000_000 }];
  return ask(address, "/v0/projects/shop/errors", {
    key: KEYS.client,
    headers: { "idempotency-key": id },
    body: { errors: [error], ...(kind === "told" && { notifications }) },
  });
}

/** The same, sent again as often as it is told to come again: this machine may be busier than a service is slow. */
export async function postUntilTaken(address: string, id: string, kind?: RequestKind): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await post(address, id, kind);
    if (answer.status !== 503 || attempt === ATTEMPTS_MAX) return answer;
  }
}

const ATTEMPTS_MAX = 20;

/** Some 50 KB that no compression makes much smaller, the same for the same id. */
export function noise(id: string): string[] {
  const random = seeded([...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7));
  const word = () => Array.from({ length: 400 }, () => String.fromCharCode(40 + random() * 85)).join("");
  return Array.from({ length: 150 }, word);
}
