import * as z from "zod";

/** Which kind of client it was: ours, Sentry's SDK, or a plain POST as `curl` makes it. */
export const KINDS = ["own", "sentry", "plain"] as const;
export type Kind = (typeof KINDS)[number];

/** One request of a client, and what it came to. */
export const Attempt = z.object({
  kind: z.enum(KINDS),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  endedAt: z.number(),
  /** `again`: its client sends it once more; `lost`: it does not. */
  end: z.enum(["accepted", "again", "lost"]),
  /** The status, or why there was none. */
  answer: z.string(),
  region: z.string().optional(),
  ids: z.array(z.string()),
  /** The answer said that nothing of it is stored. */
  isRefused: z.boolean().optional(),
});
export type Attempt = z.infer<typeof Attempt>;

/** What a client process says as it ends. */
export const Farewell = z.object({
  reported: z.number(),
  lost: z.number(),
  waiting: z.number(),
});
export type Farewell = z.infer<typeof Farewell>;

/** What a client process is told. */
export const Assignment = z.object({
  url: z.string(),
  regions: z.array(z.string()),
  dsn: z.string(),
  key: z.string(),
  project: z.string(),
  /** Requests. */
  perSecond: z.number(),
});
export type Assignment = z.infer<typeof Assignment>;
