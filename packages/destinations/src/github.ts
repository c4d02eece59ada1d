import type { components } from "@octokit/openapi-types";
import { z } from "zod";
import { type Alert, alertTitle, type ThreadState } from "./alert.js";
import type { ConfigOf } from "./config.js";
import { commentBody, marker, ticketBody } from "./markdown.js";
import {
  type Answer,
  type DeliveryResult,
  failure,
  type HttpRequestSpec,
  json,
  type RequestFlow,
} from "./request.js";
import { CLAIM_MILLISECONDS, ticketSteps } from "./ticket.js";

type Issue = Pick<components["schemas"]["issue"], "number" | "state">;
const Issue = z.looseObject({ number: z.number(), state: z.string() });
const Found = z.looseObject({ items: z.array(Issue.extend({ body: z.string().nullish() })) });

/**
 * Tells GitHub, or an Enterprise server: one ticket an issue. Its number is remembered; when it is not, the
 * ticket is searched by its hidden marker before one is created. The reference is the number.
 */
export function* github(alert: Alert, config: ConfigOf<"github">, memory: ThreadState): RequestFlow {
  const api = client(config);
  const known =
    memory.reference === undefined ? undefined : yield api.get(`${api.repo}/issues/${memory.reference}`);
  const memoize = known && ticketIn(known);
  if (known && !memoize && known.status !== 404 && known.status !== 410) return failureOf(known);
  const found = memoize ?? (yield* search(alert, api));
  if ("kind" in found) return found;
  if ("number" in found) return yield* tellTicket(alert, config, found);
  if (alert.kind === "resolved") return { kind: "nothing", reason: "there is no ticket" };
  const isRecent =
    memory.claimedAt !== undefined && Date.parse(alert.now) - memory.claimedAt < CLAIM_MILLISECONDS;
  if (isRecent)
    return {
      kind: "later",
      reason: "a ticket may have been created already; waiting for the search to find it",
      after: 30,
    };
  const created = yield api.send("POST", `${api.repo}/issues`, {
    title: alertTitle(alert),
    body: ticketBody(alert, config.timezone),
    labels: config.labels,
  });
  const ticket = ticketIn(created);
  return ticket ? { kind: "sent", reference: String(ticket.number) } : failureOf(created);
}

function* search(
  alert: Alert,
  api: Client,
): Generator<HttpRequestSpec, Issue | { none: true } | DeliveryResult, Answer> {
  const words = `repo:${api.owner}/${api.name} is:issue in:body "${marker(alert).replace(/<!-- | -->/g, "")}"`;
  const answer = yield api.get(`/search/issues?per_page=5&q=${encodeURIComponent(words)}`);
  const found = Found.safeParse(parsedBody(answer));
  if (failure(answer) || !found.success) return failureOf(answer);
  // An error's own text may name another issue's marker; ours stands last.
  const isOurs = ({ body }: { body?: string | null | undefined }) => body?.trimEnd().endsWith(marker(alert));
  const first = found.data.items.find(isOurs) ?? found.data.items[0];
  return first ? { number: first.number, state: stateOf(first.state) } : { none: true };
}

function* tellTicket(alert: Alert, config: ConfigOf<"github">, ticket: Issue): RequestFlow {
  const api = client(config);
  const path = `${api.repo}/issues/${ticket.number}`;
  const { reopen, comment, update } = ticketSteps(config.if_exist, alert, ticket.state === "closed");
  if (reopen || update) {
    const change = {
      ...(reopen && { state: "open" }),
      ...(update && { body: ticketBody(alert, config.timezone) }),
    };
    const changed = yield api.send("PATCH", path, change);
    const failed = failure(changed);
    if (failed) return failed;
  }
  if (comment) {
    const commented = yield api.send("POST", `${path}/comments`, {
      body: commentBody(alert, config.timezone),
    });
    const failed = failure(commented);
    if (failed) return failed;
  }
  if (reopen || update || comment) return { kind: "sent", reference: String(ticket.number) };
  return {
    kind: "nothing",
    reason: `if_exist ${config.if_exist}: ticket #${ticket.number} was left unchanged`,
  };
}

type Client = ReturnType<typeof client>;

function client({ endpoint, userToken, owner, repo }: ConfigOf<"github">) {
  const headers = {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${userToken}`,
    "user-agent": "faultline",
    "x-github-api-version": "2022-11-28",
  };
  const url = (path: string) => `${endpoint.replace(/\/$/, "")}${path}`;
  return {
    owner,
    name: repo,
    repo: `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`,
    get: (path: string): HttpRequestSpec => ({ method: "GET", url: url(path), headers }),
    send: (method: "POST" | "PATCH", path: string, body: unknown): HttpRequestSpec => ({
      method,
      url: url(path),
      headers: { ...headers, "content-type": "application/json" },
      body: json(body),
    }),
  };
}

function ticketIn(answer: Answer): Issue | undefined {
  const ticket = Issue.safeParse(parsedBody(answer));
  if (failure(answer) || !ticket.success) return undefined;
  return { number: ticket.data.number, state: stateOf(ticket.data.state) };
}

const stateOf = (state: string): Issue["state"] => (state === "closed" ? "closed" : "open");

const failureOf = (answer: Answer): DeliveryResult =>
  failure(answer) ?? { kind: "later", reason: "the answer is not one of GitHub's" };

function parsedBody({ body }: Answer): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The schema then says what is wrong with it.
    return undefined;
  }
}
