import { culprit } from "@faultline/core/culprit";
import type { Accepted } from "@faultline/core/event";
import type { Issue } from "@faultline/core/issue";
import { title } from "@faultline/core/title";
import type { QueryPorts } from "../ports.js";
import { listOccurrences } from "../query/occurrences.js";
import type { IssueRef } from "./outbox.js";

/** The latest one nearly always brought the config; behind it stand those of other senders. */
const LOOKS = [1, 50] as const;

/** The latest event of an issue that brought a config along; undefined when none of its latest did. */
export async function eventWith(
  ports: QueryPorts,
  { project, issue }: IssueRef,
  config: string,
): Promise<Accepted | undefined> {
  for (const limit of LOOKS) {
    const { occurrences } = await listOccurrences(ports, { project, issue, limit });
    const found = occurrences.find(({ event }) => event.notify?.some((one) => one.config === config));
    if (found) return found;
  }
  return undefined;
}

/**
 * An issue as the sender of one of its events may see it: what that event says, and the count, which the config's own
 * rule is about. Nothing of what others have sent.
 */
export function issueOf({ event, at }: Accepted, issue: Issue): Issue {
  const { type, message, level, release, environment, tags = {}, user, fingerprintValue } = event;
  return {
    ...countIn(issue),
    title: title(type, message),
    type,
    message,
    culprit: culprit(event),
    level,
    release,
    environment,
    tags,
    users: user === undefined ? 0 : 1,
    firstSeen: at,
    lastSeen: at,
    fingerprint: fingerprintValue,
  };
}

/** An issue of which nothing may be said but its count: the event that brought the config cannot be read. */
export function countOf(issue: Issue): Issue {
  const message = "The event that this was sent along with cannot be read now";
  return {
    ...countIn(issue),
    title: message,
    type: "Error",
    message,
    culprit: "",
    level: "error",
    tags: {},
    users: 0,
    firstSeen: issue.lastSeen,
    lastSeen: issue.lastSeen,
    fingerprint: "",
  };
}

/** What whoever sent a config along may know of an issue whose events others send. */
const countIn = ({ id, project, count, status, regressed }: Issue) => ({
  id,
  project,
  count,
  status,
  regressed,
});
