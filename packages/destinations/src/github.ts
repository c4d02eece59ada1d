import { parsedJson } from "@faultline/core/parsed-json";
import type { components } from "@octokit/openapi-types";
import { z } from "zod";
import { type Alert, alertTitle, type ThreadState } from "./alert.js";
import { Common, Ticketing, Token } from "./config.js";
import { register } from "./destination.js";
import { commentBody, isMarked, isSigned, markerWords, ticketBody } from "./markdown.js";
import {
  type Answer,
  type DeliveryResult,
  failure,
  type HttpRequestSpec,
  json,
  type RequestFlow,
} from "./request.js";
import { claimUnderWay, ticketSteps } from "./ticket.js";

const GithubConfig = z.object({
  type: z.literal("github"),
  userToken: Token,
  owner: z.string(),
  repo: z.string(),
  endpoint: z.url({ protocol: /^https?$/ }).default("https://api.github.com"),
  ...Ticketing,
  ...Common,
});
type GithubConfig = z.infer<typeof GithubConfig>;

type Issue = Pick<components["schemas"]["issue"], "number" | "state">;
const Issue = z.looseObject({ number: z.number(), state: z.string() });
const Author = z.looseObject({ login: z.string(), type: z.string().optional() });
const Candidate = Issue.extend({
  body: z.string().nullish(),
  user: Author.nullish(),
  author_association: z.string().optional(),
});
type Candidate = z.infer<typeof Candidate>;
const Found = z.looseObject({ items: z.array(Candidate) });

/**
 * Tells GitHub, or an Enterprise server: one ticket an issue. Its number is remembered; when it is not, the
 * ticket is searched by its hidden marker before one is created. The reference is the number.
 */
function* deliver(alert: Alert, config: GithubConfig, memory: ThreadState): RequestFlow {
  const api = client(config);
  const known =
    memory.reference === undefined ? undefined : yield api.get(`${api.repo}/issues/${memory.reference}`);
  const remembered = known && ticketIn(known);
  if (known && !remembered && known.status !== 404 && known.status !== 410) return failureOf(known);
  const found = remembered ?? (yield* search(alert, api));
  if ("kind" in found) return found;
  if ("number" in found) return yield* tellTicket(alert, config, found);
  if (alert.kind === "resolved") return { kind: "nothing", reason: "there is no ticket" };
  const underWay = claimUnderWay(alert, memory);
  if (underWay) return underWay;
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
  const words = `repo:${api.owner}/${api.name} is:issue in:body "${markerWords(alert)}"`;
  const found = yield* candidates(api, words);
  if ("kind" in found) return found;
  if (found.length === 0) return { none: true };
  // Anybody may write a ticket in a public repository: only one of the token's own user is ours.
  const me = yield* login(api);
  if (me !== undefined && typeof me !== "string") return me;
  if (me === undefined) return ticketOf(found.find((one) => isSigned(alert, one.body) && !isOutsider(one)));
  const own = yield* candidates(api, `${words} author:${me}`);
  if ("kind" in own) return own;
  return ticketOf(own.find((one) => isMarked(alert, one.body) && one.user?.login === me));
}

const ticketOf = (found: Candidate | undefined): Issue | { none: true } =>
  found ? { number: found.number, state: stateOf(found.state) } : { none: true };

/** https://docs.github.com/en/graphql/reference/enums#commentauthorassociation */
const isOutsider = ({ user, author_association: relation }: Candidate): boolean =>
  user?.type !== "Bot" && relation !== undefined && !["OWNER", "MEMBER", "COLLABORATOR"].includes(relation);

function* candidates(
  api: Client,
  words: string,
): Generator<HttpRequestSpec, readonly Candidate[] | DeliveryResult, Answer> {
  const answer = yield api.get(`/search/issues?per_page=20&q=${encodeURIComponent(words)}`);
  const found = Found.safeParse(parsedJson(answer.body));
  return failure(answer) || !found.success ? failureOf(answer) : found.data.items;
}

/** Whose token it is; undefined for an app's, which is nobody's. */
function* login(api: Client): Generator<HttpRequestSpec, string | undefined | DeliveryResult, Answer> {
  const answer = yield api.get("/user");
  if (answer.status === 403 || answer.status === 404) return undefined;
  const me = Author.safeParse(parsedJson(answer.body));
  return failure(answer) || !me.success ? failureOf(answer) : me.data.login;
}

function* tellTicket(alert: Alert, config: GithubConfig, ticket: Issue): RequestFlow {
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

function client({ endpoint, userToken, owner, repo }: GithubConfig) {
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
  const ticket = Issue.safeParse(parsedJson(answer.body));
  if (failure(answer) || !ticket.success) return undefined;
  return { number: ticket.data.number, state: stateOf(ticket.data.state) };
}

const stateOf = (state: string): Issue["state"] => (state === "closed" ? "closed" : "open");

const failureOf = (answer: Answer): DeliveryResult =>
  failure(answer) ?? { kind: "later", reason: "the answer is not one of GitHub's" };

/** GitHub, or an Enterprise server: one ticket an issue. */
export const github = register<GithubConfig>({
  type: "github",
  schema: GithubConfig,
  hosts: ["api.github.com"],
  mask: ({ owner, repo }) => `github ${owner}/${repo}`,
  secrets: ({ userToken }) => [userToken],
  keepsTicket: true,
  delivery: { kind: "requests", deliver },
});
