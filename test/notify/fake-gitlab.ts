import type { CreateIssueOptions, EditIssueOptions } from "@gitbeaker/core";
import { z } from "zod";
import { type Asked, type FakeServer, fakeServer, type Reply } from "./fake-server.js";
import { OWN_LOGIN, type Ticket, TicketStore, type Tickets } from "./tickets.js";

type SnakeCase<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${SnakeCase<Tail>}`
  : Name;
/** Its client writes in camel case what goes over the wire in snake case. */
type OnTheWire<T> = { readonly [Name in keyof T as SnakeCase<Name & string>]?: z.ZodType<T[Name]> };

const Create = z.strictObject({
  title: z.string().max(255),
  description: z.string().max(1_048_576),
  labels: z.string(),
} satisfies OnTheWire<CreateIssueOptions & { title: string }>);
const Edit = z.strictObject({
  state_event: z.enum(["reopen", "close"]).optional(),
  description: z.string().max(1_048_576).optional(),
} satisfies OnTheWire<EditIssueOptions>);
const Note = z.strictObject({ body: z.string().min(1).max(1_000_000) });
const Search = z.strictObject({
  in: z.literal("description"),
  search: z.string().min(3),
  scope: z.literal("created_by_me"),
  per_page: z.string(),
});

const LIMITED: Reply = { status: 429, body: "Retry later", headers: { "retry-after": "30" } };
const PROJECT = "/api/v4/projects/acme%2Fweb%2Fshop/issues";

/** GitLab with one project in a subgroup, acme/web/shop. */
export async function fakeGitlab(): Promise<FakeServer & Tickets> {
  const store = new TicketStore();

  function answer({ method, url, headers, body }: Asked): Reply {
    if (headers["private-token"] !== "glpat-1") return refused(401, "401 Unauthorized");
    if (!url.pathname.startsWith(PROJECT)) return refused(404, "404 Project Not Found");
    return about(method, url, body);
  }

  function about(method: string, url: URL, body: unknown): Reply {
    const [, iid, notes] = /^(?:\/(\d+)(\/notes)?)?$/.exec(url.pathname.slice(PROJECT.length)) ?? [];
    if (iid === undefined) return method === "GET" ? found(url) : created(Create.parse(body));
    const ticket = store.tickets.find((one) => one.number === Number(iid));
    if (!ticket) return refused(404, "404 Not found");
    return notes === undefined ? one(ticket, method, body) : noted(ticket, body);
  }

  function found({ searchParams }: URL): Reply {
    const { search } = Search.parse(Object.fromEntries(searchParams));
    return {
      status: 200,
      body: store
        .containing(search)
        .filter(({ author }) => author === OWN_LOGIN)
        .map(shown),
    };
  }

  function created({ title, description, labels }: z.infer<typeof Create>): Reply {
    const made = store.add({ title, body: description, labels: labels.split(",").filter(Boolean) });
    return { status: 201, body: shown(made) };
  }

  function one(ticket: Ticket, method: string, body: unknown): Reply {
    if (method === "PUT") edit(ticket, Edit.parse(body));
    return { status: 200, body: shown(ticket) };
  }

  function noted({ comments }: Ticket, body: unknown): Reply {
    return { status: 201, body: { id: comments.push(Note.parse(body).body) } };
  }

  return { ...(await fakeServer(answer, LIMITED)), tickets: store.tickets };
}

const refused = (status: number, message: string): Reply => ({ status, body: { message } });

function edit(ticket: Ticket, { state_event, description }: z.infer<typeof Edit>): void {
  if (state_event !== undefined) ticket.state = state_event === "reopen" ? "open" : "closed";
  if (description !== undefined) ticket.body = description;
}

const shown = ({ number, state, title, body }: Ticket) => ({
  iid: number,
  state: state === "open" ? "opened" : "closed",
  title,
  description: body,
});
