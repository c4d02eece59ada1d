import type { Section } from "./section.js";

/** When a region, or the way between two, is in trouble. */
export const REGIONS = {
  "region-unreachable": {
    title: "A region is unreachable",
    means:
      "The other region asked this one's `/health/live` three times, and once more a quarter of a minute later, and got no answer. Clients have been led away by DNS; SDKs that know both names went by themselves. Nothing that was answered for is lost: it is in that region's log, and comes back with it.",
    look: [
      "Status page: is the survivor healthy, and does it lead? Who took the errors since?",
      "AWS Health Dashboard for the region; its `http` function's log and the API's metrics.",
      "On one machine: `GET /_local`, and the region's log file in the data folder.",
    ],
    act: [
      "Survivor healthy: nothing is urgent. Wait for the region, or start it.",
      "Not an outage of AWS: `npx sst deploy` again, or undo the last deployment.",
      "When it is back, compare counts of a busy project in both regions; they meet within seconds.",
    ],
  },
  "region-unhealthy": {
    title: "A region is seen as unhealthy from outside",
    means:
      "Route 53's checkers in three places, or the other region where they do not ask, got no good answer of the region's write probe several times in a row. Of the primary, the failover name leads to the other region then.",
    look: [
      "Health check of the region in the Route 53 console: which checkers fail, and with what.",
      "Alarms `log-throttled`, `log-errors`, `ingest-errors` of that region.",
    ],
    act: [
      "DynamoDB throttles: raise `warmThroughput` or the provisioned maximum in `infra/settings.ts` and deploy.",
      "The function fails: undo the last deployment.",
      "Both regions unhealthy: the name leads to the secondary, behind which nothing stands. Treat `storage` first.",
    ],
  },
  "canary-missing": {
    title: "A region's synthetic check is missing",
    means:
      "Every few minutes the region's `watch` posts a known event through the failover name and reads it back in both views. It was not seen everywhere, nor when it was tried again: posting, replication or folding is broken somewhere on that way. Or `watch` does not run at all, or ends with an error of its own.",
    look: [
      "The `watch` function's log: the line `synthetic check` says which step failed and in which region.",
      "`reducer-behind`, `replication-behind` and `storage` of both regions.",
    ],
    act: [
      "Posting failed: treat the failover name as down; check the domain's records and certificate.",
      "Not seen in one view: treat that region's reducer, see `reducer-behind`.",
      "Seen in its own view alone: treat replication, see `replication-stalled`.",
    ],
  },
  "canary-slow": {
    title: "Errors take long to be seen",
    means:
      "The synthetic check was seen in both views, but only after more than a quarter of a minute; after a third it counts as missing. Nothing is lost; people look at an old picture.",
    look: [
      "Reducer lag and replication lag on the Status page.",
      "The `reduce` function's duration and concurrency.",
    ],
    act: [
      "A storm of errors: it passes; the reducer catches up by itself.",
      "Without one: see `reducer-behind`.",
    ],
  },
  "canary-missing-everywhere": {
    title: "No synthetic check in either region",
    means:
      "Neither region's synthetic check has arrived for ten minutes, or thirty with few alarms. Faultline cannot report itself now, so CloudWatch sends this by e-mail through SNS, which uses nothing of ours.",
    look: [
      "`curl https://<name>/health/live` and both regions' own names.",
      "The `watch` functions in both regions: do they run? Was something deployed?",
    ],
    act: [
      "Something was deployed: undo it.",
      "The domain's zone or certificate changed: put it back.",
      "Only `watch` fails while `/health` answers: errors are taken in; fix `watch` in working hours.",
    ],
  },
  "replication-behind": {
    title: "The regions lag behind each other",
    means:
      "Writes of this region take over a minute to reach the other. A fail-over now would show the other region's older picture until they arrive.",
    look: ["`ReplicationLatency` of the log's table for this pair of regions.", "AWS Health Dashboard."],
    act: ["Wait; nothing is lost. Do not delete or rebuild anything meanwhile."],
  },
  "replication-stalled": {
    title: "Replication stands still",
    means:
      "For a quarter of an hour replication took over three minutes, or told nothing at all although heartbeats are written each minute.",
    look: ["Is the replica active? `aws dynamodb describe-table`.", "KMS and IAM changes of the last hours."],
    act: [
      "A key was disabled or a role changed: put it back; replication goes on where it stopped.",
      "Else open a case with AWS. Both regions go on taking errors alone.",
    ],
  },
} as const satisfies Readonly<Record<string, Section>>;
