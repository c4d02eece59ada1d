import type { KnownBlock } from "@slack/types";
import type { ChatPostMessageArguments, ChatUpdateArguments } from "@slack/web-api";
import * as z from "zod";
import { type Asked, type FakeServer, fakeServer, type Reply } from "./fake-server.js";

type NamesOf<T> = T extends unknown ? keyof T : never;
/** A schema may name what Slack's own types name, and nothing else. */
type Of<T> = { readonly [Name in NamesOf<T>]?: z.ZodType };

const typed = <T extends KnownBlock["type"]>(type: T) => z.literal(type);
// Limits as https://docs.slack.dev/reference/block-kit has them.
/** Links are whole, and every other control character is an entity. */
const MRKDWN =
  /^(?:[^<>&]|&(?:amp|lt|gt);|<https?:\/\/(?:[^<>|&\s]|&amp;)+(?:\|(?:[^<>|&]|&(?:amp|lt|gt);)+)?>)*$/;
const mrkdwn = z
  .string()
  .min(1)
  .regex(MRKDWN, "half a link, or half an entity")
  .refine(
    (written) => written.isWellFormed() && (written.match(/`/g) ?? []).length % 2 === 0,
    "half a character",
  );
const Mrkdwn = z.strictObject({
  type: z.literal("mrkdwn"),
  text: mrkdwn.max(3000),
  verbatim: z.boolean().optional(),
});
const PlainText = z.strictObject({ type: z.literal("plain_text"), text: z.string().min(1).max(75) });
const Button = z.strictObject({
  type: z.literal("button"),
  text: PlainText,
  url: z.url().max(3000),
  action_id: z.string().max(255),
});
const Blocks = z
  .array(
    z.discriminatedUnion("type", [
      z.strictObject({ type: typed("header"), text: PlainText.extend({ text: z.string().min(1).max(150) }) }),
      z.strictObject({ type: typed("section"), text: Mrkdwn }),
      z.strictObject({ type: typed("context"), elements: z.array(Mrkdwn).min(1).max(10) }),
      z.strictObject({ type: typed("actions"), elements: z.array(Button).min(1).max(25) }),
    ]),
  )
  .min(1)
  .max(50);

const text = mrkdwn.max(40_000);
const Post = z.strictObject({
  channel: z.string().min(1),
  text,
  blocks: Blocks.optional(),
  username: z.string().max(80).optional(),
  icon_url: z.url().optional(),
  icon_emoji: z
    .string()
    .regex(/^:[^:\s]+:$/)
    .optional(),
  unfurl_links: z.boolean().optional(),
} satisfies Of<ChatPostMessageArguments>);
const Update = z.strictObject({
  channel: z.string().regex(/^C/, "an id, not a name"),
  ts: z.string().regex(/^\d+\.\d+$/),
  text,
  blocks: Blocks,
} satisfies Of<ChatUpdateArguments>);
/** What an incoming webhook takes. */
export const Incoming = Post.partial({ channel: true });

interface Message {
  readonly ts: string;
  text: string;
  blocks: unknown;
  readonly looks: { readonly icon_url?: string | undefined; readonly icon_emoji?: string | undefined };
}

const LIMITED: Reply = {
  status: 429,
  body: { ok: false, error: "ratelimited" },
  headers: { "retry-after": "30" },
};

/** Slack with one channel, which takes an incoming webhook and a bot's token. */
export async function fakeSlack(): Promise<FakeServer & { readonly messages: Message[] }> {
  const messages: Message[] = [];
  const add = ({ text: said, blocks, ...looks }: z.infer<typeof Incoming>): Message => {
    const ts = `1795521600.${String(messages.length + 1).padStart(6, "0")}`;
    const made = { ts, text: said, blocks, looks };
    messages.push(made);
    return made;
  };

  function answer({ url, headers, body }: Asked): Reply {
    z.looseObject({ "content-type": z.string().startsWith("application/json") }).parse(headers);
    if (url.pathname === "/services/T/B/secret") {
      add(Incoming.parse(body));
      return { status: 200, body: "ok" };
    }
    if (headers.authorization !== "Bearer xoxb-1")
      return { status: 200, body: { ok: false, error: "invalid_auth" } };
    if (url.pathname === "/api/chat.postMessage") return ok(add(Post.parse(body)));
    if (url.pathname !== "/api/chat.update") return { status: 404, body: "no such method" };
    const { ts, text: said, blocks } = Update.parse(body);
    const message = messages.find((one) => one.ts === ts);
    if (!message) return { status: 200, body: { ok: false, error: "message_not_found" } };
    return ok(Object.assign(message, { text: said, blocks }));
  }

  const ok = ({ ts }: Message): Reply => ({ status: 200, body: { ok: true, channel: "C1", ts } });
  return { ...(await fakeServer(answer, LIMITED)), messages };
}
