import { derivedEventId } from "@faultline/core/id";
import { redactNote } from "@faultline/core/redact";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { LAST_WRITE_WINS, type Ports } from "../ports.js";
import { compareAndSwap } from "../table/compare-and-swap.js";
import { commentsPartition } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { deletedUpTo } from "./list-activity.js";

/** So long may a comment be, in characters. */
export const COMMENT_CHARS_MAX = 10_000;
const COMMENTS_MAX = 1000;

/** What somebody says about an issue, in Markdown. Times in milliseconds since 1970. */
const Comment = z.object({
  id: z.string(),
  at: z.number(),
  by: z.string(),
  /** The id of who wrote it: a name may belong to somebody else later. */
  author: z.string(),
  /** Redacted; empty once it was taken back. */
  text: z.string(),
  editedAt: z.number().optional(),
  deleted: z.literal(true).optional(),
});
export type Comment = z.infer<typeof Comment>;

interface Place {
  readonly project: string;
  readonly issue: string;
}
type Author = { readonly id: string; readonly name: string };
type CommentPorts = Pick<Ports, "log" | "clock" | "ids">;

/** The comments on an issue, the earliest first; those that were taken back, and all before a deletion, are left out. */
export async function listComments(ports: Pick<Ports, "log">, place: Place): Promise<readonly Comment[]> {
  const { project, issue } = place;
  const [rows, deletedBefore] = await Promise.all([
    collect(queryAll(ports.log, { pk: commentsPartition(project, issue) })),
    deletedUpTo(ports, project, issue),
  ]);
  return rows
    .map((row) => Comment.parse(row))
    .filter(({ at, deleted }) => !deleted && at > deletedBefore)
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/**
 * Says something about an issue, without the secrets in it. With a `once` of the caller's own, saying it again is the same
 * comment, in both regions. Throws `too_many_comments`.
 */
export async function addComment(
  ports: CommentPorts,
  place: Place & { readonly redact: readonly string[] },
  author: Author,
  { text, once }: { readonly text: string; readonly once?: string | undefined },
): Promise<Comment> {
  const { project, issue, redact } = place;
  if ((await listComments(ports, place)).length >= COMMENTS_MAX)
    throw new VisibleError(
      "conflict",
      "too_many_comments",
      `An issue may have ${COMMENTS_MAX} comments; edit or delete one.`,
    );
  const unique =
    once === undefined ? ports.ids.unique() : derivedEventId("comment", project, issue, author.id, once);
  const comment: Comment = {
    id: `cmt_${unique}`,
    at: ports.clock.now(),
    by: author.name,
    author: author.id,
    text: redactNote(text, redact),
  };
  const row = { key: { pk: commentsPartition(project, issue), sk: comment.id }, schema: Comment };
  return (await compareAndSwap(ports, ports.log, row, (known) => (known ? undefined : comment))) ?? comment;
}

/** Says it otherwise. Throws `comment_not_found`, and `not_your_comment` to everybody but who wrote it. */
export async function editComment(
  ports: CommentPorts,
  place: Place & { readonly redact: readonly string[] },
  id: string,
  author: Author,
  text: string,
): Promise<Comment> {
  return change(ports, place, id, (known) => {
    refuseOther(known, author);
    return { ...known, text: redactNote(text, place.redact), editedAt: ports.clock.now() };
  });
}

/** Takes a comment back; its text is gone. Throws as `editComment` does, unless `mayAny`. */
export async function deleteComment(
  ports: CommentPorts,
  place: Place,
  id: string,
  author: Author & { readonly mayAny: boolean },
): Promise<void> {
  await change(ports, place, id, (known) => {
    if (!author.mayAny) refuseOther(known, author);
    return { ...known, text: "", editedAt: ports.clock.now(), deleted: true };
  });
}

/** Removes what was said up to then, once the issue itself is deleted: secrets that nobody recognized go with it. */
export async function removeComments(
  ports: Pick<Ports, "log">,
  { project, issue }: Place,
  deletedBefore: number,
): Promise<void> {
  const rows = await collect(queryAll(ports.log, { pk: commentsPartition(project, issue) }));
  for (const { pk, sk } of rows.filter((row) => Comment.parse(row).at <= deletedBefore))
    await ports.log.transact([{ kind: "delete", key: { pk, sk }, condition: LAST_WRITE_WINS }]);
}

async function change(
  ports: CommentPorts,
  place: Place,
  id: string,
  how: (known: Comment) => Comment,
): Promise<Comment> {
  const known = (await listComments(ports, place)).find((one) => one.id === id);
  if (!known) throw noSuchComment();
  const row = { key: { pk: commentsPartition(place.project, place.issue), sk: id }, schema: Comment };
  const changed = await compareAndSwap(ports, ports.log, row, (now) => {
    if (!now || now.deleted) throw noSuchComment();
    return how(now);
  });
  if (!changed) throw noSuchComment();
  return changed;
}

const noSuchComment = (): VisibleError =>
  new VisibleError("not_found", "comment_not_found", "There is no such comment; it may be deleted already.");

function refuseOther({ author, by }: Comment, { id }: Author): void {
  if (author === id) return;
  throw new VisibleError("forbidden", "not_your_comment", `Only who wrote it changes a comment: ${by}.`);
}
