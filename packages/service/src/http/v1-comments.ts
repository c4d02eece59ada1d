import { formatTime } from "@faultline/core/time";
import * as z from "zod";
import {
  addComment,
  COMMENT_CHARS_MAX,
  deleteComment,
  editComment,
  listComments,
  type Comment as StoredComment,
} from "../activity/comments.js";
import { may } from "../people/rights.js";
import { whoIs } from "../people/who.js";
import type { Ports } from "../ports.js";
import { requireProject } from "../projects/projects.js";
import { requireIssue } from "../triage/triage.js";
import { type ApiApp, apiApp, body, createRoute, json, refusals } from "./openapi.js";
import { IssuePath, Time } from "./schemas.js";

const CommentPath = IssuePath.extend({ comment: z.string().openapi({ example: "cmt_…" }) });

export const Comment = z
  .object({
    id: z.string(),
    at: Time,
    by: z.string(),
    isOwn: z.boolean().openapi({ description: "The caller wrote it, and may change it" }),
    text: z.string().openapi({ description: "Markdown, without the secrets that were in it" }),
    editedAt: Time.optional(),
  })
  .openapi("Comment");

const CommentText = z
  .strictObject({ text: z.string().trim().min(1).max(COMMENT_CHARS_MAX) })
  .openapi("CommentText");

const comments = createRoute({
  method: "get",
  path: "/v1/projects/{project}/issues/{issue}/comments",
  summary: "What people say about an issue, the earliest first",
  request: { params: IssuePath },
  responses: {
    200: json(z.object({ comments: z.array(Comment), cursor: z.null() }), "Comments"),
    ...refusals,
  },
});

const add = createRoute({
  method: "post",
  path: "/v1/projects/{project}/issues/{issue}/comments",
  summary:
    "Say something about an issue, in Markdown; with an Idempotency-Key once, however often it is sent",
  request: { params: IssuePath, ...body(CommentText) },
  responses: { 201: json(Comment, "The comment as it is kept"), ...refusals },
});

const edit = createRoute({
  method: "patch",
  path: "/v1/projects/{project}/issues/{issue}/comments/{comment}",
  summary: "Say it otherwise; only who wrote it may",
  request: { params: CommentPath, ...body(CommentText) },
  responses: { 200: json(Comment, "The comment as it is kept now"), ...refusals },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/projects/{project}/issues/{issue}/comments/{comment}",
  summary: "Take a comment back: one's own, or with `manage` anybody's",
  request: { params: CommentPath },
  responses: { 204: { description: "It is gone" }, ...refusals },
});

const ONCE_CHARS_MAX = 200;

/** What people say about an issue. */
export function commentRoutes(ports: Ports): ApiApp {
  const app = apiApp();
  app.openapi(comments, async (c) => {
    const { project, issue } = c.req.valid("param");
    const { id } = await requireIssue(ports, project, issue);
    const said = await listComments(ports, { project, issue: id });
    const { id: reader } = whoIs(c.get("scope"));
    return c.json({ comments: said.map((one) => renderComment(one, reader)), cursor: null }, 200);
  });
  app.openapi(add, async (c) => {
    const place = await placeOf(ports, c.req.valid("param"));
    const author = whoIs(c.get("scope"));
    const once = c.req.header("idempotency-key")?.slice(0, ONCE_CHARS_MAX);
    const said = await addComment(ports, place, author, { text: c.req.valid("json").text, once });
    c.set("told", { project: place.project, detail: { comment: said.id } });
    return c.json(renderComment(said, author.id), 201);
  });
  app.openapi(edit, async (c) => {
    const { comment, ...path } = c.req.valid("param");
    const author = whoIs(c.get("scope"));
    const said = await editComment(
      ports,
      await placeOf(ports, path),
      comment,
      author,
      c.req.valid("json").text,
    );
    return c.json(renderComment(said, author.id), 200);
  });
  app.openapi(remove, async (c) => {
    const { comment, ...path } = c.req.valid("param");
    const scope = c.get("scope");
    const author = { ...whoIs(scope), mayAny: may(scope, "manage", path.project) };
    await deleteComment(ports, await placeOf(ports, path), comment, author);
    return c.body(null, 204);
  });
  return app;
}

async function placeOf(ports: Pick<Ports, "log" | "view">, path: z.infer<typeof IssuePath>) {
  const { redact } = await requireProject(ports, path.project);
  const { id: issue } = await requireIssue(ports, path.project, path.issue);
  return { project: path.project, issue, redact };
}

const renderComment = (
  { id, at, by, author, text, editedAt }: StoredComment,
  reader: string,
): z.infer<typeof Comment> => ({
  id,
  at: formatTime(at),
  by,
  isOwn: author === reader,
  text,
  editedAt: editedAt === undefined ? undefined : formatTime(editedAt),
});
