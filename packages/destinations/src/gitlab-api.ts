import { parsedJson } from "@faultline/core/parsed-json";
import * as z from "zod";
import { type Followed, followed } from "./follow.js";
import { type Answer, type DeliveryResult, failure, type HttpRequestSpec, json } from "./request.js";
import { TICKET_ANSWER_BYTES_MAX } from "./ticket.js";

/** A ticket, and where it is: `/projects/acme%2Fshop/issues/7`, or by the project's number once that has moved. */
export interface GitlabTicket {
  readonly path: string;
  readonly iid: number;
  readonly isClosed: boolean;
  /** The id of what it became when somebody moved it to another project. */
  readonly movedTo?: number | undefined;
}

export type Asking<Result> = Generator<HttpRequestSpec, Result, Answer>;

export type GitlabApi = ReturnType<typeof gitlabApi>;

interface Place {
  readonly endpoint: string;
  readonly personalAccessToken: string;
  readonly owner: string;
  readonly repo: string;
}

/** The API of GitLab, as one project's config addresses it. */
export function gitlabApi({ endpoint, personalAccessToken, owner, repo }: Place) {
  const address = endpoint.replace(/(?<!\/)\/+$/, "");
  const headers = { "private-token": personalAccessToken, "user-agent": "faultline" };
  return {
    project: `/projects/${encodeURIComponent(`${owner}/${repo}`)}`,
    get: (path: string): Asking<Followed> =>
      followed(address, {
        method: "GET",
        url: `${address}${path}`,
        headers,
        answerBytesMax: TICKET_ANSWER_BYTES_MAX,
      }),
    change: (method: "POST" | "PUT", path: string, body: unknown): Asking<Followed> =>
      followed(address, {
        method,
        url: `${address}${path}`,
        headers: { ...headers, "content-type": "application/json" },
        body: json(body),
        answerBytesMax: TICKET_ANSWER_BYTES_MAX,
      }),
  };
}

const Ticket = z.object({ iid: z.number(), state: z.string(), moved_to_id: z.number().nullish() });
const Candidate = Ticket.extend({
  id: z.number().optional(),
  project_id: z.number().optional(),
  title: z.string().optional(),
  description: z.string().nullish(),
});
export type Candidate = z.infer<typeof Candidate>;
const Candidates = z.array(Candidate);

const TICKETS = /^\/projects\/[^/?]+\/issues/;

/** Where an answer's tickets are, by the address that gave it; undefined when that is none of tickets. */
const ticketsOf = ({ path }: Followed): string | undefined => TICKETS.exec(path)?.[0];

/** The ticket an answer is about, at the place that gave it. */
export function ticketIn(followed: Followed): GitlabTicket | undefined {
  const ticket = readAs(Ticket, followed.answer);
  const tickets = ticketsOf(followed);
  return ticket && tickets !== undefined ? ticketAt(tickets, ticket) : undefined;
}

export const ticketAt = (
  tickets: string,
  { iid, state, moved_to_id: movedTo }: z.infer<typeof Ticket>,
): GitlabTicket => ({
  path: `${tickets}/${iid}`,
  iid,
  isClosed: state === "closed",
  movedTo: movedTo ?? undefined,
});

/** What a search found, and where its tickets are: elsewhere than it was asked for when the project has moved. */
export function candidatesIn(
  followed: Followed,
): { readonly found: readonly Candidate[]; readonly tickets: string | undefined } | undefined {
  const found = readAs(Candidates, followed.answer);
  return found && { found, tickets: ticketsOf(followed) };
}

/** What is remembered of a ticket: its number, and of one that has moved where it is now, too. */
export const referenceOf = ({ project }: Pick<GitlabApi, "project">, { path, iid }: GitlabTicket): string =>
  path === `${project}/issues/${iid}` ? String(iid) : path.slice(1);

/** Where a remembered ticket is; undefined when that is no place of a ticket. */
export function placeOf(
  { project }: Pick<GitlabApi, "project">,
  reference: string | undefined,
): string | undefined {
  if (reference === undefined) return undefined;
  if (/^\d+$/.test(reference)) return `${project}/issues/${reference}`;
  return /^projects\/[^/?]+\/issues\/\d+$/.test(reference) ? `/${reference}` : undefined;
}

const readAs = <T>(schema: z.ZodType<T>, answer: Answer): T | undefined =>
  failure(answer) ? undefined : schema.safeParse(parsedJson(answer.body)).data;

/** It may be a proxy's page, which passes. */
export const UNREADABLE: DeliveryResult = { kind: "later", reason: "the answer is not one of GitLab's" };

export const failureOf = (answer: Answer): DeliveryResult => failure(answer) ?? UNREADABLE;
