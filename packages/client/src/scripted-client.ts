import { type Client, core } from "./client.js";
import type { Event, Options } from "./options.js";
import type { Platform } from "./platform.js";

export const NAME = "https://errors.example";
export const EAST = "https://east.errors.example";
export const WEST = "https://west.errors.example";

export type Answer = { status: number; headers?: Record<string, string> } | "no connection" | "no answer";

interface Sent {
  readonly host: string;
  readonly body: string;
  readonly at: number;
  readonly events: readonly Event[];
}

const platform: Platform = {
  surroundings: () => ({ language: "JavaScript" }),
  withSource: (frame) => frame,
  details: () => ({}),
  queue: undefined,
  batchBytes: 500_000,
  request: (url, body) => ({ url, init: { body } }),
};

/** A client whose requests are answered as told, in order; the last answer is given for ever. */
export function client(
  answers: readonly Answer[],
  options: Partial<Options> = {},
  on: Partial<Platform> = {},
) {
  const sent: Sent[] = [];
  const problems: string[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const body = String(init?.body);
    sent.push({ host: new URL(String(url)).origin, body, at: Date.now(), events: JSON.parse(body).errors });
    const answer = answers[Math.min(sent.length, answers.length) - 1] ?? { status: 201 };
    if (answer === "no connection") throw new TypeError("fetch failed");
    if (answer === "no answer") {
      return new Promise((_, reject) => {
        init?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
      });
    }
    return new Response("{}", { status: answer.status, headers: answer.headers ?? {} });
  };
  const all: Options = { url: NAME, regions: [EAST, WEST], project: "shop", key: "k", fetch, ...options };
  const made = core({ ...all, onProblem: (problem) => problems.push(problem) }, { ...platform, ...on });
  return { ...made, client: made.client, sent, problems };
}

export const reportMany = (to: Client, count: number): void => {
  for (let number = 0; number < count; number++) to.report(new Error(`number ${number}`));
};
