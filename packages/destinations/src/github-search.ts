import { parsedJson } from "@faultline/core/parsed-json";
import * as z from "zod";
import type { Alert } from "./alert.js";
import {
  type Asking,
  failureOf,
  type GithubApi,
  type GithubTicket,
  newName,
  UNREADABLE,
} from "./github-api.js";
import { isMarked, isSigned, markerWords } from "./markdown.js";
import { isOriginals, originalWords } from "./original-ticket.js";
import { type DeliveryResult, failure } from "./request.js";

const Author = z.looseObject({ login: z.string(), type: z.string().optional() });
const Candidate = z.looseObject({
  number: z.number(),
  state: z.string(),
  title: z.string().optional(),
  body: z.string().nullish(),
  user: Author.nullish(),
  author_association: z.string().optional(),
});
type Candidate = z.infer<typeof Candidate>;
const Found = z.looseObject({ items: z.array(Candidate) });

/** `none`: what the repository in which there is none is called. */
type Ended = GithubTicket | { readonly none: string } | DeliveryResult;

/** The ticket of an issue: by its hidden marker, and of one that has none yet, the one that the original made. */
export function* search(alert: Alert, api: GithubApi): Asking<Ended> {
  const found = yield* searchIn(alert, api, api.name);
  // GitHub refuses a query that names no repository it knows: this one may be called something else now.
  const isUnknown = "kind" in found && found.kind === "refused" && /^answered 422/.test(found.reason);
  const name = isUnknown ? yield* newName(api) : undefined;
  return name === undefined ? found : yield* searchIn(alert, api, name);
}

/** The same in a repository that is called so now. */
export function* searchIn(alert: Alert, api: GithubApi, name: string): Asking<Ended> {
  const place = { name, repo: name === api.name ? api.repo : `/repos/${name}` };
  const marked = yield* find(api, place, `in:body "${markerWords(alert)}"`, {
    isOwn: ({ body }) => isMarked(alert, body),
    isOurs: (one) => isSigned(alert, one.body) && !isOutsider(one),
  });
  const words = originalWords(alert);
  if (!("none" in marked) || words === "") return marked;
  const originals = yield* find(api, place, `in:title ${words}`, {
    isOwn: ({ title, body }) => isOriginals(alert, { title, text: body }),
    isOurs: () => false,
  });
  return isUnable(originals) ? marked : originals;
}

/** A server that cannot search by titles has no ticket that the original made, and gets a new one. */
const isUnable = (ended: Ended): boolean =>
  "kind" in ended && (ended.kind !== "later" || ended === UNREADABLE);

interface Rules {
  /** Of a ticket by the token's own user. */
  isOwn(candidate: Candidate): boolean;
  /** Of anybody's, where the token is nobody's. */
  isOurs(candidate: Candidate): boolean;
}

interface Place {
  readonly name: string;
  readonly repo: string;
}

function* find(api: GithubApi, place: Place, terms: string, { isOwn, isOurs }: Rules): Asking<Ended> {
  const words = `repo:${place.name} is:issue ${terms}`;
  // Whose token it is, is asked only when there is something; of how many of other people's does not matter.
  const found = yield* candidates(api, words, 5);
  if ("kind" in found) return found;
  if (found.length === 0) return { none: place.name };
  // Anybody may write a ticket in a public repository: only one of the token's own user is ours.
  const me = yield* login(api);
  if (me !== undefined && typeof me !== "string") return me;
  if (me === undefined) return ticketOf(place, found.find(isOurs));
  const own = yield* candidates(api, `${words} author:${me}`, 20);
  if ("kind" in own) return own;
  return ticketOf(
    place,
    own.find((one) => one.user?.login === me && isOwn(one)),
  );
}

function ticketOf({ name, repo }: Place, found: Candidate | undefined): Ended {
  if (!found) return { none: name };
  const { number, state } = found;
  return { path: `${repo}/issues/${number}`, number, isClosed: state === "closed" };
}

/** https://docs.github.com/en/graphql/reference/enums#commentauthorassociation */
const isOutsider = ({ user, author_association: relation }: Candidate): boolean =>
  user?.type !== "Bot" && relation !== undefined && !["OWNER", "MEMBER", "COLLABORATOR"].includes(relation);

function* candidates(
  api: GithubApi,
  words: string,
  max: number,
): Asking<readonly Candidate[] | DeliveryResult> {
  const { answer } = yield* api.get(`/search/issues?per_page=${max}&q=${encodeURIComponent(words)}`);
  const found = Found.safeParse(parsedJson(answer.body));
  return failure(answer) || !found.success ? failureOf(answer) : found.data.items;
}

/** Whose token it is; undefined for an app's, which is nobody's. */
function* login(api: GithubApi): Asking<string | undefined | DeliveryResult> {
  const { answer } = yield* api.get("/user");
  if (answer.status === 403 || answer.status === 404) return undefined;
  const me = Author.safeParse(parsedJson(answer.body));
  return failure(answer) || !me.success ? failureOf(answer) : me.data.login;
}
