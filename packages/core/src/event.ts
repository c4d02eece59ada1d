import * as z from "zod";
import { issueId } from "./id.js";
import { NotifyAlso } from "./notify-also.js";
import { Report } from "./report.js";
import { Rule } from "./rule.js";

/** A notification config that came with an event: where it is kept, and when it wants to tell. Nothing of it is secret. */
export const Notify = Rule.extend({
  config: z.string(),
  /** Patterns of the environments it asks for: the first event in one of them is a first event to it. */
  environments: z.array(z.string()).optional(),
  /** What it is told besides; nothing, where another version wrote what this one does not know. */
  also: NotifyAlso.optional().catch(undefined).optional(),
});
export type Notify = z.infer<typeof Notify>;

/**
 * A report we accepted, as its pack keeps it: everything in it is a function of what the client
 * sent, so two regions that accept the same request store the same event. Only the issue and place of minified
 * code follow the source maps a region has: see docs/decisions/0012-source-maps.md.
 */
export const Event = Report.extend({
  id: z.string(),
  /** `iss_…`, from the project and the fingerprint. */
  issue: z.string(),
  fingerprintValue: z.string(),
  /**
   * The fingerprint by the mechanism in use, where `issue` and `fingerprintValue` are by the one before: the event belongs
   * to the issue of that one where it exists, else to this one's. See docs/decisions/0048-issues-outlive-their-mechanism.md.
   */
  newFingerprint: z.string().optional(),
  /** The error that names the issue, where it is not the outermost. */
  heading: z.object({ type: z.string(), message: z.string() }).optional(),
  /** Where it happened, when a source map told it and the frames alone do not. */
  culprit: z.string().optional(),
  /** What came with the POST, or else the project's own. */
  notify: z.array(Notify).optional(),
  /** Stands for the key it came by, to which its id is bound: see `senderOf`. Earlier versions did not say. */
  sender: z.string().optional(),
  /** A rule of the project put it into its issue. */
  byRule: z.literal(true).optional(),
  /** Its id was made up here, so that no other pack holds a copy. */
  isFresh: z.literal(true).optional(),
}).omit({ eventId: true });
export type Event = z.infer<typeof Event>;

/** What an event has that its report has not. */
type OwnParts = Required<{ [Name in Exclude<keyof Event, keyof Report>]: Event[Name] | undefined }> &
  Pick<Event, "id" | "issue" | "fingerprintValue">;

/**
 * The event of a report. Each part by its name, and in the order in which all of them are stored: Node 20 takes a microsecond
 * for each name that is added to a copy of an object, a hundred times what it takes to make one with all of them.
 */
export const eventFrom = (report: Report, own: OwnParts): Event =>
  ({
    level: report.level,
    fingerprint: report.fingerprint,
    platform: report.platform,
    transaction: report.transaction,
    release: report.release,
    environment: report.environment,
    serverName: report.serverName,
    user: report.user,
    tags: report.tags,
    breadcrumbs: report.breadcrumbs,
    request: report.request,
    contexts: report.contexts,
    extra: report.extra,
    sdk: report.sdk,
    timestamp: report.timestamp,
    type: report.type,
    message: report.message,
    exceptions: report.exceptions,
    formerly: report.formerly,
    template: report.template,
    handled: report.handled,
    raw: report.raw,
    culprit: own.culprit,
    id: own.id,
    issue: own.issue,
    fingerprintValue: own.fingerprintValue,
    newFingerprint: own.newFingerprint,
    byRule: own.byRule,
    heading: own.heading,
    sender: own.sender,
    isFresh: own.isFresh,
    notify: own.notify,
  }) satisfies Readonly<Record<keyof Event, unknown>>;

type Grouped = Pick<Event, "issue" | "fingerprintValue" | "newFingerprint">;

/** The issue an event belongs to unless the one of its former fingerprint lives on: `event.issue`. */
export const newIssueOf = (project: string, { issue, newFingerprint }: Grouped): string =>
  newFingerprint === undefined ? issue : issueId(project, newFingerprint);

/** An event's fingerprint as the issue it was put into has it. */
export const fingerprintIn = (issue: string, event: Grouped): string =>
  event.issue === issue ? event.fingerprintValue : (event.newFingerprint ?? event.fingerprintValue);

/** An event with what its pack knows: where and when it was accepted. Times in milliseconds since 1970. */
export interface Accepted {
  readonly event: Event;
  /** Stands for its id in a view's sets: see `eventDigest`. */
  readonly digest: string;
  readonly project: string;
  readonly region: string;
  /** Where it happened, as its client calls it: `production`; empty when it does not say. */
  readonly environment: string;
  readonly receivedAt: number;
  /** When it happened: see `eventTime`. */
  readonly at: number;
  /** It reopens an issue that was resolved before this time. */
  readonly reopensBefore: number;
  /** The pack it lies in and its place there. */
  readonly pack: string;
  readonly index: number;
}
