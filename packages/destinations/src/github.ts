import * as z from "zod";
import { type Alert, alertTitle, type ThreadState } from "./alert.js";
import { Common, Ticketing, Token } from "./config.js";
import { register } from "./destination.js";
import { followedFrom, isMoved } from "./follow.js";
import {
  type Asking,
  failureOf,
  type GithubApi,
  type GithubTicket,
  githubApi,
  newName,
  placeOf,
  referenceOf,
  ticketIn,
} from "./github-api.js";
import { search, searchIn } from "./github-search.js";
import { LIMITS } from "./limits.js";
import { commentBody, ticketBody } from "./markdown.js";
import { type DeliveryResult, failure, type RequestFlow } from "./request.js";
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

/**
 * Tells GitHub, or an Enterprise server: one ticket an issue. The reference is its number, or where it has moved to; when
 * it is not known, the ticket is searched before one is created.
 */
function* deliver(alert: Alert, config: GithubConfig, memory: ThreadState): RequestFlow {
  const api = githubApi(config);
  const found = (yield* remembered(api, memory)) ?? (yield* search(alert, api));
  if ("kind" in found) return found;
  if ("number" in found) return yield* tellTicket(alert, config, found);
  if (alert.kind === "resolved") return { kind: "nothing", reason: "there is no ticket" };
  return claimUnderWay(alert, memory) ?? (yield* create(alert, config, found.none));
}

/** The ticket that is remembered, wherever it is now; undefined when there is none, or it is gone. */
function* remembered(
  api: GithubApi,
  { reference }: ThreadState,
): Asking<GithubTicket | DeliveryResult | undefined> {
  const place = placeOf(api, reference);
  if (place === undefined) return undefined;
  const known = yield* api.get(place);
  const isGone = known.answer.status === 404 || known.answer.status === 410;
  return isGone ? undefined : (ticketIn(known) ?? failureOf(known.answer));
}

/** `searched`: the name under which no ticket was found. */
function* create(alert: Alert, config: GithubConfig, searched: string): RequestFlow {
  const api = githubApi(config);
  const request = api.send("POST", `${api.repo}/issues`, {
    title: alertTitle(alert, LIMITS.github.title),
    body: ticketBody(alert, config.timezone),
    labels: config.labels,
  });
  const answer = yield request;
  // The repository has another name now: the ticket may be there already, where the search did not look.
  const name = isMoved(answer) && searched === api.name ? yield* newName(api) : undefined;
  const there = name === undefined ? undefined : yield* searchIn(alert, api, name);
  if (there && "kind" in there) return there;
  if (there && "number" in there) return yield* tellTicket(alert, config, there);
  const created = yield* followedFrom(api.address, request, answer);
  const ticket = ticketIn(created);
  return ticket ? { kind: "sent", reference: referenceOf(api, ticket) } : failureOf(created.answer);
}

function* tellTicket(alert: Alert, config: GithubConfig, ticket: GithubTicket): RequestFlow {
  const api = githubApi(config);
  const { reopen, comment, update } = ticketSteps(config.if_exist, alert, ticket.isClosed);
  if (reopen || update) {
    const change = {
      ...(reopen && { state: "open" }),
      ...(update && { body: ticketBody(alert, config.timezone) }),
    };
    const failed = failure((yield* api.change("PATCH", ticket.path, change)).answer);
    if (failed) return failed;
  }
  if (comment) {
    const note = { body: commentBody(alert, config.timezone) };
    const failed = failure((yield* api.change("POST", `${ticket.path}/comments`, note)).answer);
    if (failed) return failed;
  }
  if (reopen || update || comment) return { kind: "sent", reference: referenceOf(api, ticket) };
  return {
    kind: "nothing",
    reason: `if_exist ${config.if_exist}: ticket #${ticket.number} was left unchanged`,
  };
}

/** GitHub, or an Enterprise server: one ticket an issue. */
export const github = register<GithubConfig>({
  type: "github",
  schema: GithubConfig,
  hosts: ["api.github.com"],
  mask: ({ owner, repo }) => ["github", `${owner}/${repo}`],
  secrets: ({ userToken }) => [userToken],
  keepsTicket: true,
  delivery: { kind: "requests", deliver },
});
