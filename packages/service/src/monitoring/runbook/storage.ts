import type { Section } from "./section.js";

/** When tables or buckets are in trouble. */
export const STORAGE = {
  storage: {
    title: "The tables do not answer as they should",
    means:
      "One or more of the region's table alarms fired; this one speaks for them. Packs that no table takes go to the other region's table, then to the spool.",
    look: ["Which alarms are in it, on the Status page.", "DynamoDB in the AWS Health Dashboard."],
    act: ["Follow the sections of the alarms in it."],
  },
  "log-throttled": {
    title: "Writes to the log are throttled",
    within: "storage",
    means:
      "DynamoDB refused writes because capacity was used up. They climbed to the other region or the spool, and are not lost.",
    look: [
      "Consumed against provisioned capacity, or the on-demand peak.",
      "Which project sends: the project list.",
    ],
    act: [
      "Raise `capacity` or `warmThroughput` in `infra/settings.ts` and deploy.",
      "A single loud client: lower `throttling`.",
    ],
  },
  "log-errors": {
    title: "The log fails",
    within: "storage",
    means: "DynamoDB answered with errors of its own.",
    look: ["AWS Health Dashboard."],
    act: [
      "Wait. If the other region is well and this lasts, let the health check lead clients away: it does so by itself.",
    ],
  },
  "log-repeated": {
    title: "Clients send the same again and again",
    within: "storage",
    means:
      "Thousands of packs a minute were there already: a storm of retries. They cost a write each and count nothing.",
    look: [
      "Which client: the `http` function's log, lines with many duplicates.",
      "Do its requests get their 2xx in time?",
    ],
    act: ["Answers came too late: treat `intake`.", "A client ignores 2xx: fix it."],
  },
  "view-throttled": {
    title: "Writes to the view are throttled",
    within: "storage",
    means: "The reducer is slowed down; what people see is old. The log is not touched by it.",
    look: ["Capacity used by the view's table.", "`reducer-behind`."],
    act: [
      "It is on demand and grows by itself within half an hour.",
      "One issue gets all events: it passes with the storm.",
    ],
  },
  "blobs-not-replicated": {
    title: "Large packs do not reach the other region",
    within: "background",
    means:
      "S3 could not copy objects into the other region's bucket. Readers there fetch them from here as long as this region is up.",
    look: ["Replication metrics and status of the objects in the bucket."],
    act: ["Permissions of the replication role; then `S3 Batch Replication` for what failed."],
  },
} as const satisfies Readonly<Record<string, Section>>;
