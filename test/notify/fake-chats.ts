import * as z from "zod";
import { type Asked, type FakeServer, fakeServer, type Reply } from "./fake-server.js";

// Chats that take a webhook's message, as their documentation has it.

/** No half of an escape at the end, where it would take the next character along. */
const plain = (charsMax: number) =>
  z
    .string()
    .min(1)
    .refine((text) => [...text].length <= charsMax, `${charsMax} characters`)
    .refine((text) => text.isWellFormed() && !/(?<!\\)(?:\\\\)*\\$/.test(text), "half a character");

const Field = z.strictObject({ name: plain(256), value: plain(1024), inline: z.boolean() });
const Embed = z.strictObject({
  title: plain(256),
  url: z.url().max(2048),
  description: z.union([plain(4096), z.literal("")]),
  color: z.int().max(0xffffff),
  fields: z.array(Field).max(25),
  timestamp: z.iso.datetime(),
});

/** https://docs.discord.com/developers/resources/message#embed-object-embed-limits */
export const Discord = z
  .strictObject({
    content: plain(2000),
    allowed_mentions: z.strictObject({ parse: z.array(z.never()) }),
    embeds: z.array(Embed).max(10).optional(),
  })
  .refine(({ embeds = [] }) => embeds.reduce((sum, one) => sum + textOf(one), 0) <= 6000, "6000 characters");

const textOf = ({ title, description, fields }: z.infer<typeof Embed>): number =>
  [title, description, ...fields.flatMap(({ name, value }) => [name, value])].join("").length;

const TextBlock = z.strictObject({
  type: z.literal("TextBlock"),
  text: plain(10_000),
  weight: z.enum(["Default", "Lighter", "Bolder"]).optional(),
  wrap: z.boolean().optional(),
});
const FactSet = z.strictObject({
  type: z.literal("FactSet"),
  facts: z.array(z.strictObject({ title: plain(1000), value: plain(1000) })),
});

/** https://learn.microsoft.com/en-us/microsoftteams/platform/webhooks-and-connectors/how-to/add-incoming-webhook */
export const Teams = z
  .strictObject({
    type: z.literal("message"),
    attachments: z.tuple([
      z.strictObject({
        contentType: z.literal("application/vnd.microsoft.card.adaptive"),
        content: z.strictObject({
          $schema: z.url(),
          type: z.literal("AdaptiveCard"),
          version: z.string(),
          body: z.array(z.discriminatedUnion("type", [TextBlock, FactSet])).min(1),
          actions: z.array(
            z.strictObject({ type: z.literal("Action.OpenUrl"), title: z.string(), url: z.url() }),
          ),
        }),
      }),
    ]),
  })
  .refine((message) => Buffer.byteLength(JSON.stringify(message)) <= 28 * 1024, "28 KB");

const Attachment = z.strictObject({
  fallback: plain(10_000),
  title: plain(10_000),
  title_link: z.url(),
  text: z.string(),
  fields: z.array(z.strictObject({ title: z.string(), value: z.string(), short: z.boolean() })),
});

/** https://developers.mattermost.com/integrate/webhooks/incoming/; older servers refuse attachments of more than 7,900. */
export const Mattermost = z.strictObject({
  text: plain(16_383),
  attachments: z
    .array(Attachment)
    .refine((some) => JSON.stringify(some).length <= 7900, "7900 characters")
    .optional(),
});

const SCHEMAS = new Map<string, z.ZodType>([
  ["/discord", Discord],
  ["/teams", Teams],
  ["/mattermost", Mattermost],
]);

/** Discord, Teams and Mattermost, each at its name. */
export async function fakeChats(): Promise<FakeServer & { readonly messages: readonly unknown[] }> {
  const messages: unknown[] = [];
  function answer({ url, body }: Asked): Reply {
    const schema = SCHEMAS.get(url.pathname);
    if (!schema) return { status: 404, body: "" };
    messages.push(schema.parse(body));
    return { status: 200, body: "ok" };
  }
  return {
    ...(await fakeServer(answer, { status: 429, body: {}, headers: { "retry-after": "30" } })),
    messages,
  };
}
