import type { CreateIssueOptions, EditIssueOptions } from "@gitbeaker/core";
import * as z from "zod";
import { type Asked, type FakeServer, fakeServer, type Reply } from "./fake-server.js";
import { OWN_LOGIN, Repository, type Ticket, type Tickets } from "./tickets.js";

type SnakeCase<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Tail>}`
  : Name;
/** Its client writes in camel case what goes over the wire in snake case. */
type OnTheWire<T> = { readonly [Name in keyof T as SnakeCase<Name & string>]?: z.ZodType<T[Name]> };

/** Rails counts characters. https://docs.gitlab.com/development/issuable-like-models/ */
const text = (charsMax: number) =>
  z
    .string()
    .refine((value) => [...value].length <= charsMax && value.isWellFormed(), `${charsMax} characters`);
/** What a new ticket may be. */
export const Create = z.strictObject({
  title: text(255).refine((value) => value.trim() !== "", "title can't be blank"),
  description: text(1_048_576),
  labels: z.string(),
  confidential: z.boolean().optional(),
} satisfies OnTheWire<CreateIssueOptions & { title: string }>);
const Edit = z.strictObject({
  state_event: z.enum(["reopen", "close"]).optional(),
  description: text(1_048_576).optional(),
} satisfies OnTheWire<EditIssueOptions>);
const Note = z.strictObject({ body: text(1_000_000).min(1) });
const Search = z.strictObject({
  in: z.enum(["description", "title"]),
  search: z.string().min(3).max(255),
  scope: z.literal("created_by_me"),
  per_page: z.string().regex(/^(?:\d\d?|100)$/),
});

const LIMITED: Reply = { status: 429, body: "Retry later", headers: { "retry-after": "30" } };
const PATH = /^\/projects\/([^/]+)\/issues(?:\/(\d+)(\/notes)?)?$/;

/** GitLab with two projects, acme/web/shop in a subgroup and acme/billing. Below `base`, as a server of one's own may be. */
export async function fakeGitlab(base = ""): Promise<FakeServer & Tickets> {
  const home = new Repository(81, "acme/web/shop");
  const other = new Repository(82, "acme/billing");
  const all = [home, other];
  const api = `${base}/api/v4`;
  let address = "";

  function answer({ method, url, headers, body }: Asked): Reply {
    if (headers["private-token"] !== "glpat-1") return refused(401, "401 Unauthorized");
    if (!url.pathname.startsWith(`${api}/`)) return refused(404, "404 Not Found");
    const path = url.pathname.slice(api.length);
    if (path === "/issues") return found(all, url);
    const [, encoded = ""] = PATH.exec(path) ?? [];
    const id = decodeURIComponent(encoded);
    const project = all.find((one) => [String(one.id), one.name, ...one.formerly].includes(id));
    if (!project) return refused(404, "404 Project Not Found");
    if (project.formerly.includes(id)) return moved(method, project, url, encoded);
    return about(project, { method, url, headers, body }, path);
  }

  function about(project: Repository, { method, url, body }: Asked, path: string): Reply {
    const [, , iid, notes] = PATH.exec(path) ?? [];
    if (iid === undefined) return method === "GET" ? found([project], url) : created(project, body);
    const ticket = project.tickets.find((one) => one.number === Number(iid));
    if (!ticket) return refused(404, "404 Not found");
    return notes === undefined ? one(project, ticket, method, body) : noted(ticket, body);
  }

  /** https://docs.gitlab.com/api/rest/#redirects */
  function moved(method: string, { id }: Repository, { pathname, search }: URL, encoded: string): Reply {
    if (method !== "GET") return refused(405, "405 Non GET methods are not allowed for moved projects");
    const location = `${address}${pathname.replace(encoded, String(id))}${search}`;
    return {
      status: 302,
      body: `This resource has been moved permanently to ${location}`,
      headers: { location },
    };
  }

  function found(projects: readonly Repository[], { searchParams }: URL): Reply {
    const { search, in: where } = Search.parse(Object.fromEntries(searchParams));
    const body = projects.flatMap((project) =>
      (where === "title" ? project.containing("title", search) : withMoved(project, search))
        .filter(({ author }) => author === OWN_LOGIN)
        .map((ticket) => shown(project, ticket)),
    );
    return { status: 200, body };
  }

  /** What was moved away stays, closed. */
  const withMoved = ({ tickets }: Repository, words: string): Ticket[] =>
    tickets.filter(({ body }) => body.includes(words));

  function created(project: Repository, body: unknown): Reply {
    const { title, description, labels, confidential } = Create.parse(body);
    const made = project.add({
      title,
      body: description,
      labels: labels.split(",").filter(Boolean),
      isConfidential: confidential,
    });
    return { status: 201, body: shown(project, made) };
  }

  function one(project: Repository, ticket: Ticket, method: string, body: unknown): Reply {
    if (method === "PUT") edit(ticket, Edit.parse(body));
    return { status: 200, body: shown(project, ticket) };
  }

  function noted({ comments }: Ticket, body: unknown): Reply {
    return { status: 201, body: { id: comments.push(Note.parse(body).body) } };
  }

  const server = await fakeServer(answer, LIMITED);
  address = server.url;
  return { ...server, url: `${server.url}${base}`, tickets: home.tickets, home, other };
}

const refused = (status: number, message: string): Reply => ({ status, body: { message } });

function edit(ticket: Ticket, { state_event, description }: z.infer<typeof Edit>): void {
  if (state_event !== undefined) ticket.state = state_event === "reopen" ? "open" : "closed";
  if (description !== undefined) ticket.body = description;
}

const idOf = ({ id }: Repository, { number }: Ticket): number => id * 1000 + number;

const shown = (project: Repository, ticket: Ticket) => ({
  id: idOf(project, ticket),
  iid: ticket.number,
  project_id: project.id,
  state: ticket.movedTo || ticket.state === "closed" ? "closed" : "opened",
  title: ticket.title,
  description: ticket.body,
  moved_to_id: ticket.movedTo ? idOf(ticket.movedTo.repository, ticket.movedTo.ticket) : null,
});
