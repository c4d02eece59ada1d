import * as z from "zod";
import { type Alert, alertTitle, type ThreadState } from "./alert.js";
import { Common, Ticketing, Token } from "./config.js";
import { register } from "./destination.js";
import {
  type Asking,
  failureOf,
  type GitlabApi,
  type GitlabTicket,
  gitlabApi,
  placeOf,
  referenceOf,
  ticketIn,
} from "./gitlab-api.js";
import { moved, search } from "./gitlab-search.js";
import { LIMITS } from "./limits.js";
import { commentBody, ticketBody } from "./markdown.js";
import { type DeliveryResult, failure, type RequestFlow } from "./request.js";
import { claimUnderWay, ticketSteps } from "./ticket.js";

function apiOf(endpoint: string): string {
  const address = endpoint.replace(/(?<!\/)\/+$/, "");
  return /\/api\/v\d$/.test(address) ? address : `${address}/api/v4`;
}

const GitlabConfig = z.object({
  type: z.literal("gitlab"),
  personalAccessToken: Token,
  owner: z.string(),
  repo: z.string(),
  /** The original's configs name the server alone, which may live below a path. */
  endpoint: z
    .url({ protocol: /^https?$/ })
    .transform(apiOf)
    .default("https://gitlab.com/api/v4"),
  /** Seen by the project's members alone. */
  confidential: z.boolean().optional(),
  ...Ticketing,
  ...Common,
});
type GitlabConfig = z.infer<typeof GitlabConfig>;

/**
 * Tells GitLab: one ticket an issue, in the project its path names, whoever owns it, groups and subgroups
 * (`owner` may hold slashes) included. The reference is the ticket's iid, or where it has moved to.
 */
function* deliver(alert: Alert, config: GitlabConfig, memory: ThreadState): RequestFlow {
  const api = gitlabApi(config);
  const found = (yield* remembered(api, memory)) ?? (yield* search(alert, api));
  if ("kind" in found) return found;
  if ("iid" in found) return yield* tellTicket(alert, config, yield* moved(alert, api, found));
  if (alert.kind === "resolved") return { kind: "nothing", reason: "there is no ticket" };
  return claimUnderWay(alert, memory) ?? (yield* create(alert, config, found.tickets));
}

/** The ticket that is remembered, wherever its project is now; undefined when there is none, or it is gone. */
function* remembered(
  api: GitlabApi,
  { reference }: ThreadState,
): Asking<GitlabTicket | DeliveryResult | undefined> {
  const place = placeOf(api, reference);
  if (place === undefined) return undefined;
  const known = yield* api.get(place);
  return known.answer.status === 404 ? undefined : (ticketIn(known) ?? failureOf(known.answer));
}

/** A project that has moved takes nothing at its old address: `tickets` is where the search was answered. */
function* create(alert: Alert, config: GitlabConfig, tickets: string): RequestFlow {
  const api = gitlabApi(config);
  const created = yield* api.change("POST", tickets, {
    title: alertTitle(alert, LIMITS.gitlab.title),
    description: ticketBody(alert, config.timezone),
    labels: config.labels.join(","),
    ...(config.confidential !== undefined && { confidential: config.confidential }),
  });
  const ticket = ticketIn(created);
  return ticket ? { kind: "sent", reference: referenceOf(api, ticket) } : failureOf(created.answer);
}

function* tellTicket(alert: Alert, config: GitlabConfig, ticket: GitlabTicket): RequestFlow {
  const api = gitlabApi(config);
  const { reopen, comment, update } = ticketSteps(config.if_exist, alert, ticket.isClosed);
  if (reopen || update) {
    const change = {
      ...(reopen && { state_event: "reopen" }),
      ...(update && { description: ticketBody(alert, config.timezone) }),
    };
    const failed = failure((yield* api.change("PUT", ticket.path, change)).answer);
    if (failed) return failed;
  }
  if (comment) {
    const note = { body: commentBody(alert, config.timezone) };
    const failed = failure((yield* api.change("POST", `${ticket.path}/notes`, note)).answer);
    if (failed) return failed;
  }
  if (reopen || update || comment) return { kind: "sent", reference: referenceOf(api, ticket) };
  return { kind: "nothing", reason: `if_exist ${config.if_exist}: ticket #${ticket.iid} was left unchanged` };
}

/** GitLab, or a server of one's own: one ticket an issue. */
export const gitlab = register<GitlabConfig>({
  type: "gitlab",
  schema: GitlabConfig,
  hosts: ["gitlab.com"],
  mask: ({ owner, repo }) => ["gitlab", `${owner}/${repo}`],
  secrets: ({ personalAccessToken }) => [personalAccessToken],
  keepsTicket: true,
  delivery: { kind: "requests", deliver },
});
