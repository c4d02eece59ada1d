import type { HttpRequestSpec, Sent } from "@faultline/service/ports";
import * as z from "zod";
import { answered } from "./notify-world.js";

// Trackers as they behave, as far as a notification meets them: GitHub and GitLab that validate what they are asked.

export interface Ticket {
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  readonly comments: string[];
  readonly author: string;
}

export const OWN_LOGIN = "acme-bot";

const NewIssue = z.strictObject({
  title: z.string().min(1).max(256),
  body: z.string().max(65_536),
  labels: z.array(z.string()),
});
const Change = z.strictObject({ state: z.literal("open").optional(), body: z.string().optional() });
const Comment = z.strictObject({ body: z.string().min(1) });

/** A GitHub of one repository. `searchLag`: tickets its search does not know yet. */
export function fakeGithub() {
  const tickets: Ticket[] = [];
  const calls: string[] = [];
  const state = { searchLag: false, loseNextAnswer: false };
  const shown = ({ number, state: open }: Ticket) => ({ number, state: open });
  function search(query: string) {
    const [, text = "?", author] = /"([^"]+)"(?: author:(\S+))?$/.exec(query) ?? [];
    const items = tickets
      .filter((one) => !state.searchLag && one.body.includes(text))
      .filter((one) => author === undefined || one.author === author)
      .map((one) => ({ ...shown(one), body: one.body, user: { login: one.author, type: "User" } }))
      .slice(0, 20);
    return answered(200, { total_count: items.length, items });
  }
  function create(body = ""): Sent {
    const wanted = NewIssue.parse(JSON.parse(body));
    const made: Ticket = {
      number: tickets.length + 1,
      state: "open",
      comments: [],
      author: OWN_LOGIN,
      ...wanted,
    };
    tickets.push(made);
    if (!state.loseNextAnswer) return answered(201, shown(made));
    state.loseNextAnswer = false;
    return { kind: "unreachable", reason: "socket closed" };
  }
  function about(ticket: Ticket, method: string, body = "") {
    if (method === "PATCH")
      return answered(200, shown(Object.assign(ticket, Change.parse(JSON.parse(body)))));
    if (method === "GET") return answered(200, shown(ticket));
    ticket.comments.push(Comment.parse(JSON.parse(body)).body);
    return answered(201, {});
  }
  function answer({ method, url, headers, body }: HttpRequestSpec): Sent {
    const { pathname, searchParams } = new URL(url);
    calls.push(`${method} ${pathname}`);
    if (headers.authorization !== "Bearer ghp_1") return answered(401, { message: "Bad credentials" });
    if (pathname === "/user") return answered(200, { login: OWN_LOGIN, type: "User" });
    if (pathname === "/search/issues") return search(searchParams.get("q") ?? "");
    if (method === "POST" && pathname === "/repos/acme/shop/issues") return create(body);
    return aboutOne(pathname, method, body);
  }
  function aboutOne(pathname: string, method: string, body?: string): Sent {
    const [, number] = /\/issues\/(\d+)/.exec(pathname) ?? [];
    const ticket = tickets.find((one) => String(one.number) === number);
    return ticket ? about(ticket, method, body) : answered(404, {});
  }
  return { tickets, calls, state, answer };
}

/** A config whose tickets go there. */
export const ticketConfig = (more = {}) => ({
  type: "github",
  userToken: "ghp_1",
  owner: "acme",
  repo: "shop",
  labels: ["bug"],
  threshold: 1,
  notifyInterval: 1,
  ...more,
});
