import * as z from "zod";

/** Of so many an issue keeps its pace: see `pace.ts`. */
const MINUTES_MAX = 60;

const Within = z.strictObject(
  { events: z.number().int().min(2).max(1_000_000), minutes: z.number().int().min(1).max(MINUTES_MAX) },
  `events, and up to ${MINUTES_MAX} minutes`,
);

/** Of what a destination is told besides counts, each once: so many events within minutes, so many users, an unusual hour. */
export const NotifyAlso = z
  .strictObject(
    {
      within: Within.optional(),
      users: z.number().int().min(2).max(500_000).optional(),
      unusual: z.literal(true).optional(),
    },
    "an object of within, users and unusual",
  )
  .refine(
    (also) => Object.values(also).some((one) => one !== undefined),
    "say at least one of within, users and unusual",
  );
export type NotifyAlso = z.infer<typeof NotifyAlso>;

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

/** `100 events within 15 minutes`. */
export const withinText = (events: number, minutes: number): string =>
  `${counted(events, "event")} within ${counted(minutes, "minute")}`;

/** `50 users`. */
export const usersText = (users: number): string => counted(users, "user");
