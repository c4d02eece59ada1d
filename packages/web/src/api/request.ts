import { keepAnswer, knownAnswer } from "./known-answers.js";

interface Place {
  readonly position: number;
  readonly length: number;
}

/** Why a call got no answer that can be shown: a refusal by the service, or no answer at all (`status` 0). */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    /** Of a search: which characters of it are meant, from 0 on. */
    readonly place?: Place | undefined,
  ) {
    super(detail);
  }
}

interface Call {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** The answer's JSON; undefined for an empty answer. One that did not change is not sent again. Throws `ApiError`. */
export async function request<T>(path: string, { method = "GET", body, signal }: Call = {}): Promise<T> {
  const known = method === "GET" ? knownAnswer(path) : undefined;
  const response = await send(path, {
    method,
    signal: signal ?? null,
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(known === undefined ? {} : { "if-none-match": known.tag }),
    },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (response.status === 304 && known) return parsed(known.text);
  const text = await response.text();
  const answer = parsed(text);
  if (!response.ok || answer === NO_JSON) throw refusal(response.status, answer);
  if (method === "GET") keepAnswer(path, { tag: response.headers.get("etag"), text });
  return answer;
}

/** True when the same call may well be answered in a moment: a region is failing over, or too busy. */
export const isPassing = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 429 || error.status >= 500);

declare global {
  /** What `early.ts` asked for before the program was here, by address. */
  var faultlineAnswers: Map<string, Promise<Response | undefined>> | undefined;
  /** The path that a proxy keeps all of it under, such as `/errors`; empty at the top of a host. */
  var faultlineBase: string | undefined;
}

/** The answer to a question that was asked already; each is used once, and a refusal never: it may be over by now. */
async function early(path: string, method: string | undefined): Promise<Response | undefined> {
  const answer = method === "GET" ? globalThis.faultlineAnswers?.get(path) : undefined;
  globalThis.faultlineAnswers?.delete(path);
  return (await answer)?.ok ? answer : undefined;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return (
      (await early(path, init.method)) ?? (await fetch(`${globalThis.faultlineBase ?? ""}${path}`, init))
    );
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, "unreachable", "");
  }
}

const NO_JSON = Symbol("no JSON");

function parsed(text: string) {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's page, in place of an answer.
    return NO_JSON;
  }
}

function refusal(status: number, answer: unknown): ApiError {
  const problem = typeof answer === "object" && answer !== null ? answer : {};
  const code = "code" in problem ? String(problem.code) : "unavailable";
  const detail = "detail" in problem ? problem.detail : "message" in problem ? problem.message : "";
  return new ApiError(status, code, String(detail), placeIn(problem));
}

const placeIn = (problem: object): Place | undefined =>
  "position" in problem && "length" in problem
    ? { position: Number(problem.position), length: Number(problem.length) }
    : undefined;
