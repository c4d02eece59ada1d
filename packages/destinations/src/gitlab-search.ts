import type { Alert } from "./alert.js";
import {
  type Asking,
  type Candidate,
  candidatesIn,
  failureOf,
  type GitlabApi,
  type GitlabTicket,
  ticketAt,
  UNREADABLE,
} from "./gitlab-api.js";
import { isMarked, markerWords } from "./markdown.js";
import { isOriginals, originalWords } from "./original-ticket.js";
import type { DeliveryResult } from "./request.js";

/** Anybody may write a ticket in a public project: only those of the token's own user are ours. */
const OWN = "scope=created_by_me&per_page=20";

type Ended = GitlabTicket | DeliveryResult | { readonly tickets: string };

/** The ticket of an issue: by its hidden marker, or the one that the original made. `tickets`: there is none there. */
export function* search(alert: Alert, api: GitlabApi): Asking<Ended> {
  const tickets = `${api.project}/issues`;
  const marked = yield* find(api, tickets, query("description", markerWords(alert)), ({ description }) =>
    isMarked(alert, description),
  );
  const words = originalWords(alert);
  if (!("tickets" in marked) || words === "") return marked;
  const originals = yield* find(api, marked.tickets, query("title", words), ({ title, description }) =>
    isOriginals(alert, { title, text: description }),
  );
  return isUnable(originals) ? marked : originals;
}

/** A server that cannot search by titles has no ticket that the original made, and gets a new one. */
const isUnable = (ended: Ended): boolean =>
  "kind" in ended && (ended.kind !== "later" || ended === UNREADABLE);

const query = (where: string, words: string): string =>
  `?in=${where}&${OWN}&search=${encodeURIComponent(words)}`;

function* find(
  api: GitlabApi,
  tickets: string,
  terms: string,
  isOurs: (candidate: Candidate) => boolean,
): Asking<Ended> {
  const followed = yield* api.get(`${tickets}${terms}`);
  const known = candidatesIn(followed);
  if (!known) return failureOf(followed.answer);
  const place = known.tickets ?? tickets;
  const ours = known.found.find(isOurs);
  return ours ? ticketAt(place, ours) : { tickets: place };
}

/**
 * Where a ticket is that somebody moved to another project, which closes it where it was. GitLab names the new one by an
 * id that only its administrators may ask for; it is among the user's own, with the same text.
 */
export function* moved(alert: Alert, api: GitlabApi, ticket: GitlabTicket): Asking<GitlabTicket> {
  if (ticket.movedTo === undefined) return ticket;
  const followed = yield* api.get(`/issues${query("description", markerWords(alert))}`);
  const there = candidatesIn(followed)?.found.find(({ id }) => id === ticket.movedTo);
  return there?.project_id === undefined ? ticket : ticketAt(`/projects/${there.project_id}/issues`, there);
}
