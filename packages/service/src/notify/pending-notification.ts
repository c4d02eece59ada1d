import * as z from "zod";

export const KINDS = ["first", "count", "within", "users", "unusual", "regressed", "resolved"] as const;

/**
 * Something to tell, or to keep as held back, decided in the same write that counted the events.
 * `from` and `to` are counts of the issue, or of the window that began at `window`.
 */
export const PendingNotification = z.object({
  config: z.string(),
  kind: z.enum(KINDS),
  threshold: z.number().int(),
  interval: z.number().int().positive(),
  window: z.number().optional(),
  from: z.number().int(),
  to: z.number().int(),
  /**
   * Of a regression or resolution, the time of the resolution; of so many events within minutes, the time of the last of
   * them; of an unusual hour, the start of its day.
   */
  about: z.number().optional(),
  /** Within how many minutes `to` events came. */
  minutes: z.number().optional(),
  /** What the hour that is unusual is held against. */
  usual: z.object({ busiest: z.number(), days: z.number() }).optional(),
  /** The incarnation: events received up to then are deleted, and what was told of them counts no more. */
  life: z.number(),
  at: z.number(),
  /** When the latest events were added to it. */
  grown: z.number().optional(),
  held: z.enum(["ignored", "muted"]).optional(),
  /** How often telling it failed, and when to try again. */
  tries: z.number().optional(),
  next: z.number().optional(),
});
export type PendingNotification = z.infer<typeof PendingNotification>;

/**
 * What each config was to be told of besides counts, by config: when of so many events within minutes, that of so many
 * users, and of which day's unusual hour. It is written with the events, so that none of it is due twice.
 */
export const Raised = z.record(
  z.string(),
  z.object({
    within: z.number().optional(),
    users: z.literal(true).optional(),
    unusual: z.number().optional(),
  }),
);
export type Raised = Readonly<z.infer<typeof Raised>>;

/** What an issue's row has room for: a window is another thing to tell each minute, for as long as nobody hears. */
const OUT_MAX = 100;

/** The list with another due thing; the same one further on is one, so that it never grows long. The oldest go first. */
export function withDue(
  out: readonly PendingNotification[],
  due: readonly PendingNotification[],
): readonly PendingNotification[] {
  const list = [...out];
  for (const one of due) {
    const place = list.findIndex((known) => isContinued(known, one));
    const known = list[place];
    if (known) list[place] = { ...known, to: Math.max(known.to, one.to), grown: one.at };
    else list.push(one);
  }
  return list.slice(-OUT_MAX);
}

export const isContinued = (a: PendingNotification, b: PendingNotification): boolean =>
  a.config === b.config &&
  a.kind === b.kind &&
  a.window === b.window &&
  a.about === b.about &&
  a.life === b.life &&
  a.held === b.held;
