import { VisibleError } from "@faultline/core/visible-error";
import type { Clock } from "../ports.js";
import { Buckets, type Rate } from "./bucket.js";

/** How much is taken in, in events a second of one region's process. Bursts hold a minute and a half of it. */
export interface QuotaSettings {
  /** Beyond it, a project's events are counted, and most are kept without their bodies. */
  readonly projectPerSecond: number;
  /** The same for a key, whichever projects it posts to. */
  readonly keyPerSecond: number;
  /** Projects that a client key may make in an hour; 0: none, it posts to known ones alone. */
  readonly newProjectsPerHour: number;
}

export const QUOTAS: QuotaSettings = {
  projectPerSecond: 1_000,
  keyPerSecond: 2_000,
  newProjectsPerHour: 2000,
};

const BURST_SECONDS = 90;
/** So many times the quota is refused: by then, most of what comes has no body any more. */
const REFUSED_AT = 5;
/** Of a key's quota, what one address may use while there is not enough for all. */
const ADDRESS_PART = 1 / 4;
/** Bodies that each issue keeps in a minute however many events come: the first ones, and so each rare one. */
const BODIES_A_MINUTE = 10;
const ISSUES_MAX = 10_000;
const MINUTE = 60_000;

/** Whose events they are, and where they go. */
export interface Sender {
  readonly keyHash: string;
  readonly address: string;
}

export interface Quotas {
  /** Throws `quota_exceeded` when this sender has nothing left: asked before a body is read. */
  refuse(sender: Sender, project?: string): void;
  /** Takes the events of a request, and tells which of them keep their bodies, by their issues. */
  admit(sender: Sender, project: string, events: number): (issue: string) => boolean;
  /** Lets a client key make a project, or throws `project_not_found`, `quota_exceeded`. */
  newProject(sender: Sender): void;
}

/** What may be taken in, remembered by this process alone: nothing is written for it. */
export function quotas(clock: Pick<Clock, "now">, settings: QuotaSettings = QUOTAS): Quotas {
  const { projectPerSecond, keyPerSecond, newProjectsPerHour } = settings;
  const whole = { project: new Buckets(rate(projectPerSecond)), key: new Buckets(rate(keyPerSecond)) };
  const all = {
    project: new Buckets(rate(projectPerSecond * REFUSED_AT)),
    key: new Buckets(rate(keyPerSecond * REFUSED_AT)),
  };
  const addresses = new Buckets(rate(keyPerSecond * ADDRESS_PART));
  const made = new Buckets({ perSecond: newProjectsPerHour / 3600, burst: newProjectsPerHour });
  const bodies = new BodiesOfMinute();
  return {
    refuse({ keyHash, address }, project) {
      const now = clock.now();
      // Where there is not enough for all, whoever sends much is refused first.
      if (addresses.has(`${keyHash} ${address}`, now)) return;
      if (!all.key.has(keyHash, now)) throw exceeded("key", all.key.waitSeconds(keyHash, now));
      if (project !== undefined && !all.project.has(project, now))
        throw exceeded("project", all.project.waitSeconds(project, now));
    },
    admit({ keyHash, address }, project, events) {
      const now = clock.now();
      addresses.take(`${keyHash} ${address}`, events, now);
      all.key.take(keyHash, events, now);
      all.project.take(project, events, now);
      const ofKey = whole.key.take(keyHash, events, now);
      const ofProject = whole.project.take(project, events, now);
      if (ofKey && ofProject) return () => true;
      return (issue) => bodies.take(issue, now);
    },
    newProject({ keyHash }) {
      if (newProjectsPerHour === 0) throw unknownProject();
      const now = clock.now();
      if (!made.has(keyHash, now)) throw tooManyProjects(made.waitSeconds(keyHash, now));
      made.take(keyHash, 1, now);
    },
  };
}

const rate = (perSecond: number): Rate => ({ perSecond, burst: perSecond * BURST_SECONDS });

/** Whether an issue's event is among the first of its minute. */
class BodiesOfMinute {
  private counts = new Map<string, number>();
  private minute = 0;

  take(issue: string, now: number): boolean {
    const minute = Math.floor(now / MINUTE);
    if (minute !== this.minute || this.counts.size >= ISSUES_MAX) this.counts = new Map();
    this.minute = minute;
    const count = this.counts.get(issue) ?? 0;
    this.counts.set(issue, count + 1);
    return count < BODIES_A_MINUTE;
  }
}

const exceeded = (whose: "key" | "project", seconds: number): VisibleError =>
  new VisibleError(
    "too_many_requests",
    "quota_exceeded",
    `This ${whose} sends more than its quota; nothing of this request is stored. Send it again later.`,
    seconds,
  );

const tooManyProjects = (seconds: number): VisibleError =>
  new VisibleError(
    "too_many_requests",
    "quota_exceeded",
    "This key has made too many projects within the hour. Create this one with the master key, or wait.",
    seconds,
  );

const unknownProject = (): VisibleError =>
  new VisibleError(
    "not_found",
    "project_not_found",
    "There is no such project, and this key may not make one: create it with the master key.",
  );
