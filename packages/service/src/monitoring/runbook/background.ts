import type { Section } from "./section.js";

/** When what follows the intake is stuck. */
export const BACKGROUND = {
  background: {
    title: "Work behind the intake is stuck",
    means:
      "One or more of the region's background alarms fired; this one speaks for them. Errors are taken in; lists, counts or notifications are late.",
    look: ["Which alarms are in it, on the Status page.", "The logs of `reduce` and `sweep`."],
    act: ["Follow the sections of the alarms in it."],
  },
  "reducer-behind": {
    title: "The view lags behind the log",
    within: "background",
    means: "The oldest change not yet folded into the view is over a minute old.",
    look: ["`reduce`'s log: does it fail, or is it busy?", "`view-throttled`, `changes-parked`."],
    act: [
      "A storm: it catches up.",
      "It fails on one batch: the change is parked after three attempts; read the fault's issue.",
    ],
  },
  "reducer-stuck": {
    title: "The view is hours behind",
    means:
      "Changes wait for over twelve hours. DynamoDB forgets them after twenty-four: then this region's view has to be folded anew.",
    look: ["`reduce`'s log and its event source mapping: is it enabled?"],
    act: [
      "Fix `reduce` now.",
      'Past a day: enable it again, then have the log folded over the view: `aws lambda invoke --region <region> --function-name <what sst deploy prints as rebuild-region> --invocation-type Event --cli-binary-format raw-in-base64-out --payload \'{"rebuild":"again"}\' /dev/null`. The Status page shows how far it is.',
    ],
  },
  "reduce-failures": {
    title: "Stream batches were set aside",
    within: "background",
    means:
      "Lambda gave up on a batch of the log's stream and put its place into the failure queue. The packs are still in the log.",
    look: ["The message in the queue `ReduceFailures`: shard, sequence numbers, reason."],
    act: ["Fix the cause, have the log folded over the view as under `reducer-stuck`, then empty the queue."],
  },
  "changes-parked": {
    title: "A change could not be folded",
    within: "background",
    means:
      "A pack or decision could not be folded into the view after three attempts. It is kept and tried again, after pauses of up to ten minutes.",
    look: ["`change parked` in the log of `reduce`; the fault's issue in this project."],
    act: ["Fix what the stack shows; it is folded within ten minutes after, and counted once."],
  },
  "background-errors": {
    title: "Background functions fail",
    within: "background",
    means: "`reduce`, `sweep` or `watch` ended with an error several minutes in a row.",
    look: ["Its log. The fault is an issue of this project if it could be reported."],
    act: ["It began with a deployment: undo it."],
  },
  "outbox-waiting": {
    title: "Notifications are late",
    within: "background",
    means: "A notification has been due for over five minutes and is not sent.",
    look: [
      "Destinations on the Status page: failing, open, dead.",
      "The issue's deliveries: each has its reason.",
    ],
    act: [
      "One destination: fix its address or token, then send a test.",
      "All: `sweep`'s log; which region leads?",
    ],
  },
  "deliveries-failing": {
    title: "Notifications fail",
    means: "Five or more messages were given up within a minute.",
    look: ["Destinations on the Status page; the deliveries of the newest issues."],
    act: [
      "`401`, `403`, `404`: token or address changed; POST with the new config.",
      "`5xx`: the service behind is out; later ones are sent again.",
    ],
  },
} as const satisfies Readonly<Record<string, Section>>;
