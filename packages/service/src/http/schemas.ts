import "./described-schemas.js";
import { Grouping } from "@faultline/core/project";
import { Level, Report } from "@faultline/core/report";
import { Status } from "@faultline/core/status";
import { parseTime } from "@faultline/core/time";
import * as z from "zod";
import { RELEASE_CHARS_MAX } from "../table/layout.js";

/** An RFC 3339 time in a request, milliseconds inside. */
export const TimeIn = z
  .string()
  .transform((text, context) => {
    const time = parseTime(text);
    if (time !== undefined) return time;
    context.addIssue({ code: "custom", message: "an RFC 3339 time, such as 2026-11-24T12:00:00Z" });
    return z.NEVER;
  })
  .openapi({ type: "string", format: "date-time" });

export const Time = z.string().openapi({ format: "date-time", example: "2026-11-24T12:00:00.000Z" });
export const Limit = z.coerce.number().int().min(1).max(500).default(50);
export const Cursor = z.string().optional();

export const EnvironmentIn = z.string().trim().min(1).max(200).optional();

export const ProjectPath = z.object({ project: z.string().openapi({ example: "shop" }) });
export const IssuePath = ProjectPath.extend({
  issue: z.string().openapi({ example: "SHOP-7K2D", description: "Its id, or its short id" }),
});

export const Point = z
  .object({ at: Time, count: z.number().int(), regions: z.record(z.string(), z.number().int()) })
  .openapi("Point");

export const Project = z
  .object({
    name: z.string(),
    displayName: z.string().optional(),
    number: z.string(),
    grouping: Grouping,
    redact: z.array(z.string()),
    autoResolveDays: z.number().int(),
    /** Where Faultline reports itself: pinned, and cannot be deleted. */
    builtIn: z.boolean(),
    createdAt: Time,
    /** Links to occurrences that were handed out up to then show nothing. */
    linksRevokedAt: Time.optional(),
    events: z.number().int(),
    unresolved: z.number().int(),
    unresolvedCapped: z.boolean(),
    lastEventAt: Time.optional(),
    last24h: z.array(Point),
  })
  .openapi("Project");

export const ProjectSettings = z
  .strictObject({
    displayName: z.string().max(200).optional(),
    grouping: Grouping.optional(),
    redact: z.array(z.string().min(1).max(100)).max(200).optional(),
    autoResolveDays: z
      .number()
      .int()
      .min(0)
      .max(365)
      .optional()
      .openapi({ description: "Issues of which nothing is heard for so many days are resolved; 0: never" }),
  })
  .openapi("ProjectSettings");

const Window = z.enum(["minute", "hour", "day"]);

export const Mute = z
  .union([
    z.object({ until: Time }),
    z.object({ total: z.number().int() }),
    z.object({ users: z.number().int() }),
    z.object({ count: z.number().int(), window: Window }),
  ])
  .openapi("Mute");

export const Issue = z
  .object({
    id: z.string(),
    shortId: z
      .string()
      .openapi({ example: "SHOP-7K2D", description: "For people; taken wherever an issue's id is" }),
    project: z.string(),
    title: z.string(),
    type: z.string(),
    message: z.string(),
    culprit: z.string(),
    level: Level,
    status: Status,
    regressed: z.boolean(),
    statusAt: Time.optional(),
    /** Who decided, or why: for an alarm's issue, how long it lasted. */
    statusBy: z.string().optional(),
    statusIn: z
      .object({ release: z.string(), after: z.boolean() })
      .optional()
      .openapi({ description: "Resolved in this release, or with `after` in whatever comes after it" }),
    assignee: z.string().nullable(),
    assigneeId: z
      .string()
      .optional()
      .openapi({ description: "The person of that name, where they sign in here" }),
    mute: Mute.optional(),
    isMuteOver: z.boolean().optional().openapi({ description: "Events, or users, have ended the mute" }),
    count: z.number().int(),
    users: z.number().int(),
    firstSeen: Time,
    lastSeen: Time,
    firstRelease: z.string().optional(),
    release: z.string().nullable(),
    lastRelease: z.string().optional().openapi({ description: "The newest one it was seen in" }),
    environment: z.string().optional(),
    environments: z.array(z.string()).openapi({ description: "All that its events happened in, most first" }),
    environmentCounts: z.record(z.string(), z.number().int()).openapi({
      description: "How many of its events happened in each; those that do not say are in none",
    }),
    handled: z.boolean().optional(),
    tags: z.record(z.string(), z.string()),
    fingerprint: z.string(),
    mergedInto: z.string().optional().openapi({
      description:
        "The issue that it is shown as a part of; counts and times are its own, the status is that one's",
    }),
    members: z.array(z.string()).optional().openapi({
      description: "The issues that are shown as parts of it: counts, users and times are theirs, too",
    }),
  })
  .openapi("Issue");

export const Sparkline = z
  .object({
    unit: z.enum(["minute", "hour", "day"]),
    from: Time,
    counts: z.array(z.number().int()).openapi({ description: "One for each unit from `from` on, up to now" }),
    regions: z.record(z.string(), z.array(z.number().int())).openapi({
      description: "The same by the region that accepted them; regions without any are left out",
    }),
  })
  .openapi("Sparkline");

export const Notified = z
  .object({
    destination: z.string().openapi({ description: "Masked", example: "slack #errors" }),
    at: Time.openapi({ description: "When it was told last" }),
    reference: z
      .string()
      .optional()
      .openapi({ description: "What the destination calls it, such as a ticket's number" }),
  })
  .openapi("Notified");

export const ListedIssue = Issue.extend({
  sparkline: Sparkline.optional().openapi({ description: "When asked for by `sparkline`" }),
  notified: z.array(Notified).openapi({
    description: "Where it was told, latest first: by the latest 50 decisions about it",
  }),
}).openapi("ListedIssue");

/** What a person types into one line. */
const Typed = z
  .string()
  .trim()
  .min(1)
  .regex(/^\P{Cc}*$/u, "no line breaks or other control characters");

/** `mute`: until a time, for so many further events or users, until so many events come within a window, or null to end it. */
export const Decision = z
  .strictObject({
    status: Status.optional(),
    in: Typed.max(RELEASE_CHARS_MAX).optional().openapi({
      description: "With `resolved`: `next`, or the release whose events may not have it any more",
    }),
    assignee: Typed.max(200).nullable().optional(),
    mute: z
      .union(
        [
          z.strictObject({ until: TimeIn }),
          z.strictObject({ count: z.number().int().positive(), window: Window.optional() }),
          z.strictObject({ users: z.number().int().positive() }),
        ],
        'one of {"until": "2026-12-01T00:00:00Z"}, {"count": 100}, {"count": 100, "window": "minute", "hour" or "day"} and {"users": 10}, or null',
      )
      .nullable()
      .optional(),
  })
  .openapi("Decision");

const BULK_MAX = 500;
export const BulkDecision = Decision.extend({
  ids: z.array(z.string()).min(1).max(BULK_MAX),
  delete: z.literal(true).optional(),
  discard: z
    .literal(true)
    .optional()
    .openapi({ description: "With `delete`: what comes of them later is dropped" }),
})
  .refine((asked) => !asked.discard || asked.delete, 'discard: only with "delete": true')
  .openapi("BulkDecision");

export const BulkResult = z
  .object({
    id: z.string(),
    ok: z.boolean(),
    issue: Issue.optional(),
    code: z.string().optional(),
    detail: z.string().optional(),
  })
  .openapi("BulkResult");

export const Gap = z
  .object({
    of: z.string().openapi({ example: "message numbers" }),
    issues: z.array(z.string()),
    hasMore: z.boolean(),
  })
  .openapi("Gap", {
    description: "Issues with more values of a kind than are kept: a search for one may miss them",
  });

export const Occurrence = Report.omit({ eventId: true, timestamp: true, breadcrumbs: true, formerly: true })
  .extend({
    id: z.string(),
    issue: z.string(),
    project: z.string(),
    region: z.string(),
    receivedAt: Time,
    timestamp: Time.openapi({ description: "When it happened, by our policy about clocks" }),
    clientTimestamp: Time.optional().openapi({
      description: "What the client's clock said, where that cannot be or was set right",
    }),
    breadcrumbs: z.array(z.unknown()).optional(),
    requestId: z
      .string()
      .optional()
      .openapi({ description: "The request it happened in, e.g. of a Lambda function" }),
    fingerprintValue: z.string(),
    byRule: z
      .literal(true)
      .optional()
      .openapi({ description: "A rule of the project put it into its issue" }),
  })
  .openapi("Occurrence");

export const ApiKey = z
  .object({
    id: z.string(),
    label: z.string(),
    hint: z.string(),
    scope: z.literal("project"),
    createdAt: Time,
  })
  .openapi("ApiKey");
export const CreatedKey = z
  .object({ id: z.string(), key: z.string(), scope: z.literal("project") })
  .openapi("CreatedKey");

export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    position: z
      .number()
      .int()
      .optional()
      .openapi({ description: "Of a search: the character that is meant, from 0 on" }),
    length: z.number().int().optional(),
  })
  .openapi("Problem");
