import { z } from "zod";
import { type Asked, type FakeServer, fakeServer, type Reply } from "./fake-server.js";
import requests from "./github-requests.json" with { type: "json" };
import { OWN_LOGIN, type Ticket, TicketStore, type Tickets } from "./tickets.js";

/** Requests as GitHub's own description of its API has them. */
const schemaOf = (name: Exclude<keyof typeof requests, "source">) => {
  const { [name]: schema } = z
    .record(z.string(), z.custom<Parameters<typeof z.fromJSONSchema>[0]>())
    .parse(requests);
  return z.fromJSONSchema(schema ?? false, { defaultTarget: "openapi-3.0" });
};
const Create = schemaOf("issues/create").pipe(
  z.looseObject({ title: z.string().max(256), body: z.string().max(65_536), labels: z.array(z.string()) }),
);
const Update = schemaOf("issues/update").pipe(
  z.looseObject({ state: z.enum(["open", "closed"]).optional(), body: z.string().max(65_536).optional() }),
);
const Comment = schemaOf("issues/create-comment").pipe(
  z.looseObject({ body: z.string().min(1).max(65_536) }),
);
const Search = schemaOf("search/issues-and-pull-requests").pipe(z.looseObject({ q: z.string() }));

const Headers = z.looseObject({ "user-agent": z.string(), accept: z.literal("application/vnd.github+json") });
const PATH = /^\/repos\/acme\/shop\/issues(?:\/(\d+)(\/comments)?)?$/;

const LIMITED: Reply = {
  status: 403,
  body: { message: "You have exceeded a secondary rate limit." },
  headers: { "retry-after": "30" },
};

/** GitHub with one repository, acme/shop. */
export async function fakeGithub(): Promise<FakeServer & Tickets> {
  const store = new TicketStore();

  function answer({ method, url, headers, body }: Asked): Reply {
    if (headers.authorization !== "Bearer ghp_1")
      return { status: 401, body: { message: "Bad credentials" } };
    Headers.parse(headers);
    if (url.pathname === "/user") return { status: 200, body: { login: OWN_LOGIN, type: "User" } };
    if (url.pathname === "/search/issues") return found(Search.parse(Object.fromEntries(numbered(url))).q);
    return about(method, url, body);
  }

  function about(method: string, url: URL, body: unknown): Reply {
    const [, number, comments] = PATH.exec(url.pathname) ?? [];
    if (number === undefined) return created(Create.parse(body));
    const ticket = store.tickets.find((one) => one.number === Number(number));
    if (!ticket) return { status: 404, body: { message: "Not Found" } };
    return comments === undefined ? one(ticket, method, body) : commented(ticket, body);
  }

  function one(ticket: Ticket, method: string, body: unknown): Reply {
    if (method === "PATCH") Object.assign(ticket, Update.parse(body));
    return { status: 200, body: ticket };
  }

  function commented({ comments }: Ticket, body: unknown): Reply {
    return { status: 201, body: { id: comments.push(Comment.parse(body).body) } };
  }

  function created({ title, body, labels }: z.infer<typeof Create>): Reply {
    return { status: 201, body: store.add({ title, body, labels }) };
  }

  function found(query: string): Reply {
    const [, text = "?", author] =
      /^repo:acme\/shop is:issue in:body "([^"]+)"(?: author:(\S+))?$/.exec(query) ?? [];
    const items = store
      .containing(text)
      .filter((one) => author === undefined || one.author === author)
      .map((one) => ({ ...one, user: { login: one.author, type: "User" } }));
    return { status: 200, body: { total_count: items.length, incomplete_results: false, items } };
  }

  return { ...(await fakeServer(answer, LIMITED)), tickets: store.tickets };
}

/** A query's numbers are numbers to its schema. */
const numbered = (url: URL): (readonly [string, string | number])[] =>
  [...url.searchParams].map(([name, value]) => [name, /^\d+$/.test(value) ? Number(value) : value]);
