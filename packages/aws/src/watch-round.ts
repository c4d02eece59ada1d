import * as z from "zod";
import { ROUNDS } from "./keys.js";

const Scheduled = z.looseObject({ round: z.enum(ROUNDS) });

/** What a schedule's event says is to be done; undefined for any other event. */
export const roundOf = (event: unknown): (typeof ROUNDS)[number] | undefined =>
  Scheduled.safeParse(event).data?.round;
