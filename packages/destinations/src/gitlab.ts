import { parsedJson } from "@faultline/core/parsed-json";
import { z } from "zod";
import { type Alert, alertTitle, type ThreadState } from "./alert.js";
import { Common, Ticketing, Token } from "./config.js";
import { register } from "./destination.js";
import { commentBody, isMarked, markerWords, ticketBody } from "./markdown.js";
import {
  type Answer,
  type DeliveryResult,
  failure,
  type HttpRequestSpec,
  json,
  type RequestFlow,
} from "./request.js";
import { claimUnderWay, ticketSteps } from "./ticket.js";

const GitlabConfig = z.object({
  type: z.literal("gitlab"),
  personalAccessToken: Token,
  owner: z.string(),
  repo: z.string(),
  /** The original's configs name the host alone. */
  endpoint: z
    .url({ protocol: /^https?$/ })
    .transform((endpoint) => endpoint.replace(/^(https?:\/\/[^/]+)\/?$/, "$1/api/v4"))
    .default("https://gitlab.com/api/v4"),
  ...Ticketing,
  ...Common,
});
type GitlabConfig = z.infer<typeof GitlabConfig>;

const Ticket = z.object({ iid: z.number(), state: z.string() });
const Candidate = Ticket.extend({ description: z.string().nullish() });
type Ticket = z.infer<typeof Ticket>;

/**
 * Tells GitLab: one ticket an issue, in the project its path names, whoever owns it, groups and subgroups
 * (`owner` may hold slashes) included. The reference is the ticket's iid.
 */
function* deliver(alert: Alert, config: GitlabConfig, memory: ThreadState): RequestFlow {
  const api = client(config);
  const known = memory.reference === undefined ? undefined : yield api.get(`/issues/${memory.reference}`);
  const remembered = known && readAs(Ticket, known);
  if (known && !remembered && known.status !== 404) return failureOf(known);
  const found = remembered ?? (yield* search(alert, api));
  if ("kind" in found) return found;
  if ("iid" in found) return yield* tellTicket(alert, config, found);
  if (alert.kind === "resolved") return { kind: "nothing", reason: "there is no ticket" };
  const underWay = claimUnderWay(alert, memory);
  if (underWay) return underWay;
  const created = yield api.send("POST", "/issues", {
    title: alertTitle(alert),
    description: ticketBody(alert, config.timezone),
    labels: config.labels.join(","),
  });
  const ticket = readAs(Ticket, created);
  return ticket ? { kind: "sent", reference: String(ticket.iid) } : failureOf(created);
}

function* search(
  alert: Alert,
  api: ReturnType<typeof client>,
): Generator<HttpRequestSpec, Ticket | { none: true } | DeliveryResult, Answer> {
  const words = encodeURIComponent(markerWords(alert));
  // Anybody may write a ticket in a public project: only those of the token's own user are ours.
  const query = `in=description&scope=created_by_me&per_page=20&search=${words}`;
  const answer = yield api.get(`/issues?${query}`);
  const found = readAs(z.array(Candidate), answer);
  if (!found) return failureOf(answer);
  return found.find(({ description }) => isMarked(alert, description)) ?? { none: true };
}

function* tellTicket(alert: Alert, config: GitlabConfig, { iid, state }: Ticket): RequestFlow {
  const api = client(config);
  const { reopen, comment, update } = ticketSteps(config.if_exist, alert, state === "closed");
  if (reopen || update) {
    const change = {
      ...(reopen && { state_event: "reopen" }),
      ...(update && { description: ticketBody(alert, config.timezone) }),
    };
    const failed = failure(yield api.send("PUT", `/issues/${iid}`, change));
    if (failed) return failed;
  }
  if (comment) {
    const note = { body: commentBody(alert, config.timezone) };
    const failed = failure(yield api.send("POST", `/issues/${iid}/notes`, note));
    if (failed) return failed;
  }
  if (reopen || update || comment) return { kind: "sent", reference: String(iid) };
  return { kind: "nothing", reason: `if_exist ${config.if_exist}: ticket #${iid} was left unchanged` };
}

function client({ endpoint, personalAccessToken, owner, repo }: GitlabConfig) {
  const headers = { "private-token": personalAccessToken, "user-agent": "faultline" };
  const project = encodeURIComponent(`${owner}/${repo}`);
  const url = (path: string) => `${endpoint.replace(/\/$/, "")}/projects/${project}${path}`;
  return {
    get: (path: string): HttpRequestSpec => ({ method: "GET", url: url(path), headers }),
    send: (method: "POST" | "PUT", path: string, body: unknown): HttpRequestSpec => ({
      method,
      url: url(path),
      headers: { ...headers, "content-type": "application/json" },
      body: json(body),
    }),
  };
}

const readAs = <T>(schema: z.ZodType<T>, answer: Answer): T | undefined =>
  failure(answer) ? undefined : schema.safeParse(parsedJson(answer.body)).data;

const failureOf = (answer: Answer): DeliveryResult =>
  failure(answer) ?? { kind: "later", reason: "the answer is not one of GitLab's" };

/** GitLab, or a server of one's own: one ticket an issue. */
export const gitlab = register<GitlabConfig>({
  type: "gitlab",
  schema: GitlabConfig,
  hosts: ["gitlab.com"],
  mask: ({ owner, repo }) => `gitlab ${owner}/${repo}`,
  secrets: ({ personalAccessToken }) => [personalAccessToken],
  keepsTicket: true,
  delivery: { kind: "requests", deliver },
});
