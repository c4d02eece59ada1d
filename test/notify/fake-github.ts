import * as z from "zod";
import { type Asked, type FakeServer, fakeServer, type Reply } from "./fake-server.js";
import requests from "./github-requests.json" with { type: "json" };
import { OWN_LOGIN, Repository, type Ticket, type Tickets } from "./tickets.js";

/** Requests as GitHub's own description of its API has them. */
const schemaOf = (name: Exclude<keyof typeof requests, "source">) => {
  const { [name]: schema } = z
    .record(z.string(), z.custom<Parameters<typeof z.fromJSONSchema>[0]>())
    .parse(requests);
  return z.fromJSONSchema(schema ?? false, { defaultTarget: "openapi-3.0" });
};
/** GitHub counts characters, not halves of them: `title is too long (maximum is 256 characters)`. */
const text = (charsMax: number) =>
  z
    .string()
    .refine((value) => [...value].length <= charsMax && value.isWellFormed(), `${charsMax} characters`);
const title = text(256).refine((value) => value.trim() !== "", "title can't be blank");
const body = text(65_536);
const Label = z.string().min(1).max(50);
/** What a new ticket may be. */
export const Create = schemaOf("issues/create").pipe(
  z.looseObject({ title, body, labels: z.array(Label).max(100) }),
);
const Update = schemaOf("issues/update").pipe(
  z.looseObject({ state: z.enum(["open", "closed"]).optional(), body: body.optional() }),
);
const Comment = schemaOf("issues/create-comment").pipe(z.looseObject({ body: body.min(1) }));
const Search = schemaOf("search/issues-and-pull-requests").pipe(
  z.looseObject({ q: z.string(), per_page: z.int().min(1).max(100) }),
);

const Headers = z.looseObject({ "user-agent": z.string(), accept: z.literal("application/vnd.github+json") });
const PATH = /^\/(repos\/([^/]+\/[^/]+)|repositories\/(\d+))(?:\/issues(?:\/(\d+)(\/comments)?)?)?$/;
const QUERY = /^repo:(\S+) is:issue in:(body|title) (.+?)(?: author:(\S+))?$/;
const QUERY_CHARS_MAX = 256;

const LIMITED: Reply = {
  status: 403,
  body: { message: "You have exceeded a secondary rate limit." },
  headers: { "retry-after": "30" },
};
const NOT_FOUND: Reply = { status: 404, body: { message: "Not Found" } };

/** GitHub with two repositories, acme/shop and acme/billing. Below `base`, as an Enterprise server has it. */
export async function fakeGithub(base = ""): Promise<FakeServer & Tickets> {
  const home = new Repository(7, "acme/shop");
  const other = new Repository(42, "acme/billing");
  const all = [home, other];
  let address = "";

  function answer({ method, url, headers, body: sent }: Asked): Reply {
    if (headers.authorization !== "Bearer ghp_1")
      return { status: 401, body: { message: "Bad credentials" } };
    Headers.parse(headers);
    if (!url.pathname.startsWith(base)) return NOT_FOUND;
    const path = url.pathname.slice(base.length);
    if (path === "/user") return { status: 200, body: { login: OWN_LOGIN, type: "User" } };
    if (path === "/search/issues") return found(Search.parse(Object.fromEntries(numbered(url))));
    return inRepository(method, path, sent);
  }

  function inRepository(method: string, path: string, sent: unknown): Reply {
    const [, place = "", name, id] = PATH.exec(path) ?? [];
    const repository = all.find((one) => (id ? String(one.id) === id : isCalled(one, name)));
    if (!repository) return NOT_FOUND;
    // What is called otherwise now is named by its number: 301 for who reads, and 307 for who writes.
    const isFormer = name !== undefined && repository.name !== name;
    const rest = path.slice(place.length + 1);
    return isFormer ? elsewhere(method, repository, rest) : about(repository, method, path, sent);
  }

  const isCalled = (one: Repository, name = ""): boolean => [one.name, ...one.formerly].includes(name);

  const elsewhere = (method: string, { id }: Repository, rest: string): Reply => {
    const location = `${address}${base}/repositories/${id}${rest}`;
    return {
      status: method === "GET" ? 301 : 307,
      body: { message: "Moved Permanently", url: location },
      headers: { location },
    };
  };

  function about(repository: Repository, method: string, path: string, sent: unknown): Reply {
    const [, , , , number, comments] = PATH.exec(path) ?? [];
    if (!path.includes("/issues"))
      return { status: 200, body: { id: repository.id, full_name: repository.name } };
    if (number === undefined) {
      const wanted = Create.parse(sent);
      return { status: 201, body: shown(repository.add(wanted)) };
    }
    const ticket = repository.tickets.find((one) => one.number === Number(number));
    if (!ticket) return NOT_FOUND;
    const { movedTo } = ticket;
    if (movedTo)
      return elsewhere(method, movedTo.repository, `/issues/${movedTo.ticket.number}${comments ?? ""}`);
    return comments === undefined ? one(ticket, method, sent) : commented(ticket, sent);
  }

  function one(ticket: Ticket, method: string, sent: unknown): Reply {
    if (method === "PATCH") Object.assign(ticket, Update.parse(sent));
    return { status: 200, body: shown(ticket) };
  }

  function commented({ comments }: Ticket, sent: unknown): Reply {
    return { status: 201, body: { id: comments.push(Comment.parse(sent).body) } };
  }

  function found({ q: query, per_page: perPage }: z.infer<typeof Search>): Reply {
    z.string().max(QUERY_CHARS_MAX).parse(query);
    const [, name = "", where = "", words = "", author] = QUERY.exec(query) ?? [];
    const repository = all.find((one) => one.name === name);
    const message = "The listed users and repositories cannot be searched";
    if (!repository) return { status: 422, body: { message: "Validation Failed", errors: [{ message }] } };
    const items = repository
      .containing(where === "title" ? "title" : "body", words)
      .filter((ticket) => author === undefined || ticket.author === author)
      .slice(0, perPage)
      .map(shown);
    return { status: 200, body: { total_count: items.length, incomplete_results: false, items } };
  }

  const server = await fakeServer(answer, LIMITED);
  address = server.url;
  return { ...server, url: `${server.url}${base}`, tickets: home.tickets, home, other };
}

const shown = ({ number, state, title: named, body: written, author }: Ticket) => ({
  number,
  state,
  title: named,
  body: written,
  user: { login: author, type: "User" },
});

/** A query's numbers are numbers to its schema. */
const numbered = (url: URL): (readonly [string, string | number])[] =>
  [...url.searchParams].map(([name, value]) => [name, /^\d+$/.test(value) ? Number(value) : value]);
