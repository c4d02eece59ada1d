import type { Section } from "./section.js";

/** When errors are not taken in as they should. */
export const INTAKE = {
  intake: {
    title: "Errors are not taken in as they should",
    means:
      "One or more of the region's intake alarms fired; this one speaks for them, so that one cause is one issue. Clients that got no 2xx send again, to the other region as well.",
    look: ["The Status page lists which alarms are in it.", "The `http` function's log, errors first."],
    act: [
      "Follow the sections of the alarms in it.",
      "Both regions: treat it as an outage; undo the last deployment.",
    ],
  },
  "requests-failing": {
    title: "Requests end with a fault of ours",
    within: "intake",
    means:
      "Requests were answered 500: a bug, not a refusal. The fault itself is an issue of this project, with its stack.",
    look: [
      "The newest own-fault issue of this project.",
      "Lines with `level: error` in the `http` function's log.",
    ],
    act: [
      "It began with a deployment: undo it.",
      "Else fix what the stack shows; clients send again meanwhile.",
    ],
  },
  "ingest-errors": {
    title: "The http function fails",
    within: "intake",
    means: "Invocations end with an error of Lambda's: a crash at start, out of memory, or a time-out.",
    look: [
      "The function's log: `Task timed out`, `Runtime exited`, `INIT_REPORT`.",
      "Memory used against memory given.",
    ],
    act: ["At start: undo the last deployment.", "Memory or time: raise it in `stacks/ingest.ts`."],
  },
  "ingest-throttled": {
    title: "The http function is throttled",
    within: "intake",
    means:
      "Lambda had no room for more of them at once. The throttled requests were answered 503 or 429 and are sent again.",
    look: [
      "Concurrent executions against the account's limit in this region.",
      "Who posts so much: the project list, by last 24 hours.",
    ],
    act: [
      "Ask AWS for more concurrency, or lower `throttling` in `infra/settings.ts` so that the API refuses first.",
    ],
  },
  "ingest-crowded": {
    title: "Lambda's concurrency is nearly used up",
    within: "intake",
    means:
      "Over four fifths of the account's usual concurrency of 1,000 in this region is in use, by us or by others.",
    look: ["Concurrent executions by function in CloudWatch."],
    act: [
      "Ask for a higher limit before it throttles.",
      "Another function runs away: give it reserved concurrency.",
    ],
  },
  "ingest-slow": {
    title: "Taking errors in is slow",
    within: "intake",
    means:
      "One request in a hundred takes the http function over two seconds. Clients begin to give up and go to the other region.",
    look: ["DynamoDB's latency in the region.", "Cold starts: the `Init Duration` in the function's log."],
    act: [
      "DynamoDB is slow: wait; requests go to the other region's table by themselves.",
      "Cold starts: more memory gives more CPU.",
    ],
  },
  "api-failing": {
    title: "The API answers 5xx",
    within: "intake",
    means: "More than one request in a hundred is answered 5xx by API Gateway, whatever the reason behind.",
    look: ["The API's access log: status and integration error.", "`ingest-errors`, `ingest-throttled`."],
    act: [
      "503 with `retry-after` from us: treat `storage`.",
      "500 from API Gateway alone: look at its permissions after the last deployment.",
    ],
  },
  "api-slow": {
    title: "The API is slow",
    within: "intake",
    means: "One request in a hundred waits over three seconds for the function behind the API.",
    look: ["`ingest-slow`; the web pages' own calls are in here, too."],
    act: ["Only reading is slow: a large project is being looked at; nothing is lost."],
  },
  "api-refusing": {
    title: "Many requests are refused",
    means:
      "Over half of the requests were answered 4xx for a quarter of an hour. A client was deployed with a wrong key or address, or somebody tries keys. Faultline itself works.",
    look: [
      "Lines with an `outcome` in the `http` function's log: the code says why; docs/errors.md explains it.",
    ],
    act: [
      "`wrong_key`: find who sends and give them a key.",
      "`too_large`: they should send fewer events at once.",
    ],
  },
} as const satisfies Readonly<Record<string, Section>>;
