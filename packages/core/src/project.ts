import * as z from "zod";
import { Notify } from "./event.js";
import { IntakeRule } from "./intake-rule.js";
import { NotifyWhen } from "./notify-when.js";
import { VisibleError } from "./visible-error.js";

/** `frames`: by class and in-app frames. `message`: by the exact message, as the original faultline did. */
export const Grouping = z.enum(["frames", "message"]);
export type Grouping = z.infer<typeof Grouping>;

/** A destination of a project: told of events whose POST brought no config of its own, unless it is paused. */
export const ProjectNotify = Notify.extend({
  paused: z.literal(true).optional(),
  /** Of which events; of all, where another version wrote what this one does not know. */
  when: NotifyWhen.optional().catch(undefined).optional(),
});
export type ProjectNotify = z.infer<typeof ProjectNotify>;

/** Those of a project's destinations that are told of events now. */
export const toldNow = ({ notify }: Pick<Project, "notify">): readonly ProjectNotify[] =>
  notify.filter(({ paused }) => !paused);

/** A project as stored. `deletedAt` makes it a tombstone; a later POST brings the project back, empty. */
export const Project = z.object({
  name: z.string(),
  displayName: z.string().optional(),
  /** For wires that know only numbers (Sentry DSNs); derived from the name, equal in both regions. */
  number: z.string(),
  grouping: Grouping,
  /** Key names to redact besides the built-in ones. */
  redact: z.array(z.string()),
  notify: z.array(ProjectNotify).default([]),
  /** What is dropped, or put together otherwise. None, where another version wrote what this one does not know. */
  rules: z.array(IntakeRule).catch([]).default([]),
  createdAt: z.number(),
  updatedAt: z.number(),
  deletedAt: z.number().optional(),
  /** An issue of which nothing was heard for so many days is resolved; 0 or missing: never. */
  autoResolveDays: z.number().int().optional(),
  /** Links to occurrences that were made up to this time show nothing any more. */
  linksRevokedAt: z.number().optional(),
  /** Deleted before: events received up to this time belong to a deleted incarnation of the project and are not shown. */
  cut: z.number().optional(),
});
export type Project = z.infer<typeof Project>;

const NAME_BYTES_MAX = 256;

/**
 * The name itself when it can be a project's name.
 * Throws `bad_project_name` otherwise: `/`, white space, control characters, over 256 bytes.
 */
export function projectName(name: string): string {
  const tooLong = new TextEncoder().encode(name).length > NAME_BYTES_MAX;
  if (name === "" || tooLong || /[\s/\p{Cc}]/u.test(name)) {
    throw new VisibleError(
      "bad_request",
      "bad_project_name",
      "A project name is 1 to 256 bytes without slashes, white space or control characters.",
    );
  }
  return name;
}

/** Nothing is seen of these: they take no space, or turn round what stands beside them. */
const UNSEEN = /[\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u;

/**
 * The name, when a project may be created under it: nobody can take it for another one by what cannot be seen.
 * Throws `bad_project_name` otherwise.
 */
export function newProjectName(name: string): string {
  projectName(name);
  if (!UNSEEN.test(name)) return name;
  throw new VisibleError(
    "bad_request",
    "bad_project_name",
    "A project name may hold no invisible characters, and none that change the direction of writing.",
  );
}
