import type { Event, Notify } from "@faultline/core/event";
import { isToldOf, type NotifyWhen } from "@faultline/core/notify-when";

/** A destination as its config asks for it: its rule, and of which events it is told at all. */
export interface AskedNotify extends Notify {
  readonly when?: NotifyWhen | undefined;
}

/**
 * What an event keeps of those that may be told of it: the ones that ask for such events. It is a function of the event and
 * the configs alone, so that whoever counts it needs no config; see docs/decisions/0109-who-is-told-is-said-by-the-event.md.
 * Undefined for none.
 */
export function notifyOf(
  asked: readonly AskedNotify[],
  event: Pick<Event, "environment" | "level" | "tags">,
): Notify[] | undefined {
  const told = asked.filter(({ when }) => isToldOf(when, event)).map(asKept);
  return told.length > 0 ? told : undefined;
}

function asKept(asked: AskedNotify): Notify {
  if (asked.when === undefined) return asked;
  const { when, ...notify } = asked;
  return when.environment === undefined ? notify : { ...notify, environments: when.environment };
}
