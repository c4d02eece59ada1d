import { type NotifyAlso, usersText, withinText } from "@faultline/core/notify-also";
import { within } from "@faultline/core/pace";
import { UNUSUAL_MIN, type Usual, unusualText } from "@faultline/core/unusual";
import type { Grown } from "./evaluate-rules.js";

interface SoFar extends Pick<Grown, "windows" | "pace"> {
  readonly users: number;
  readonly usual: Usual | undefined;
}

/** How far an issue is from what a destination is told besides counts, in plain words. */
export function alsoSoFar({ within: asked, users, unusual }: NotifyAlso, soFar: SoFar): readonly string[] {
  const { pace, usual, windows } = soFar;
  const [, hour = 0] = windows.hour ?? [];
  const texts = [
    asked && `${pace ? within(pace, asked.minutes) : 0} of ${withinText(asked.events, asked.minutes)}`,
    users !== undefined && `${soFar.users} of ${usersText(users)}`,
    unusual && (usual && hour >= UNUSUAL_MIN ? unusualText(hour, usual) : tooFewText(hour)),
  ];
  return texts.filter((text) => typeof text === "string");
}

const tooFewText = (events: number): string =>
  `${events} event${events === 1 ? "" : "s"} in this hour: fewer than ${UNUSUAL_MIN} are never unusual`;
