import { parsedJson } from "@faultline/core/parsed-json";
import type { components } from "@octokit/openapi-types";
import * as z from "zod";
import { type Followed, followed } from "./follow.js";
import { type Answer, type DeliveryResult, failure, type HttpRequestSpec, json } from "./request.js";
import { TICKET_ANSWER_BYTES_MAX } from "./ticket.js";

/** A ticket, and where it is: `/repos/acme/shop/issues/7`, or by the repository's number once that has moved. */
export interface GithubTicket {
  readonly path: string;
  readonly number: number;
  readonly isClosed: boolean;
}

export type Asking<Result> = Generator<HttpRequestSpec, Result, Answer>;

export type GithubApi = ReturnType<typeof githubApi>;

interface Place {
  readonly endpoint: string;
  readonly userToken: string;
  readonly owner: string;
  readonly repo: string;
}

/** The API of GitHub, or an Enterprise server, as one repository's config addresses it. */
export function githubApi({ endpoint, userToken, owner, repo }: Place) {
  const address = endpoint.replace(/(?<!\/)\/+$/, "");
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${userToken}`,
    "user-agent": "faultline",
    "x-github-api-version": "2022-11-28",
  };
  const get = (path: string): HttpRequestSpec => ({
    method: "GET",
    url: `${address}${path}`,
    headers,
    answerBytesMax: TICKET_ANSWER_BYTES_MAX,
  });
  const send = (method: "POST" | "PATCH", path: string, body: unknown): HttpRequestSpec => ({
    method,
    url: `${address}${path}`,
    headers: { ...headers, "content-type": "application/json" },
    body: json(body),
    answerBytesMax: TICKET_ANSWER_BYTES_MAX,
  });
  return {
    address,
    /** As people write it: `acme/shop`. */
    name: `${owner}/${repo}`,
    repo: `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`,
    send,
    get: (path: string): Asking<Followed> => followed(address, get(path)),
    change: (method: "POST" | "PATCH", path: string, body: unknown): Asking<Followed> =>
      followed(address, send(method, path, body)),
  };
}

type Issue = Pick<components["schemas"]["issue"], "number" | "state">;
const Issue = z.looseObject({ number: z.number(), state: z.string() });
const TICKET = /^\/(?:repos\/[^/]+\/[^/]+|repositories\/\d+)\/issues(?:\/\d+)?$/;

/** The ticket an answer is about, at the place that gave it. */
export function ticketIn({ answer, path }: Followed): GithubTicket | undefined {
  const issue = Issue.safeParse(parsedJson(answer.body)).data;
  if (failure(answer) || !issue || !TICKET.test(path)) return undefined;
  const { number, state }: Issue = issue;
  return { path: `${path.replace(/\/\d+$/, "")}/${number}`, number, isClosed: state === "closed" };
}

/** What is remembered of a ticket: its number, and of one that has moved where it is now, too. */
export const referenceOf = ({ repo }: Pick<GithubApi, "repo">, { path, number }: GithubTicket): string =>
  path === `${repo}/issues/${number}` ? String(number) : path.slice(1);

/** Where a remembered ticket is; undefined when that is no place of a ticket. */
export function placeOf(
  { repo }: Pick<GithubApi, "repo">,
  reference: string | undefined,
): string | undefined {
  if (reference === undefined) return undefined;
  if (/^\d+$/.test(reference)) return `${repo}/issues/${reference}`;
  return TICKET.test(`/${reference}`) ? `/${reference}` : undefined;
}

const Repository = z.looseObject({ full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/) });

/** What the repository is called now, when that is not what the config calls it. */
export function* newName(api: GithubApi): Asking<string | undefined> {
  const { answer } = yield* api.get(api.repo);
  const name = failure(answer) ? undefined : Repository.safeParse(parsedJson(answer.body)).data?.full_name;
  return name?.toLowerCase() === api.name.toLowerCase() ? undefined : name;
}

/** It may be a proxy's page, which passes. */
export const UNREADABLE: DeliveryResult = { kind: "later", reason: "the answer is not one of GitHub's" };

export const failureOf = (answer: Answer): DeliveryResult => failure(answer) ?? UNREADABLE;
