import type { Section } from "./section.js";

/** Faults that are issues without being alarms. */
export const FAULTS = {
  "own-fault": {
    title: "A fault of Faultline itself",
    means:
      "One of our handlers threw an error that is a bug. One event stands for all of its kind in a minute and region; how often it happened is in `times`.",
    look: ["The stack, and `where` among the tags.", "Whether it began with a release."],
    act: ["Fix it, or undo the release. Clients were told to send again; parked changes are tried again."],
  },
  "function-fault": {
    title: "A Lambda function of this account broke",
    means:
      "No SDK could report it: it timed out, ran out of memory, or died while starting. It was read from the function's log.",
    look: [
      "What the function posted itself in the same request: the occurrence leads there.",
      "Its log, by the request id.",
    ],
    act: ["Time-out: what did it wait for? Memory: raise it, or find what grows. Start: undo the release."],
  },
} as const satisfies Readonly<Record<string, Section>>;
