import { promisify } from "node:util";
import { culprit, headingOf } from "@faultline/core/culprit";
import { type Event, eventFrom, newIssueOf } from "@faultline/core/event";
import { fingerprint, formerFingerprint } from "@faultline/core/grouping/mechanisms";
import { clientEventId, eventName, freshEventId, isNoId, issueId, keyedEventId } from "@faultline/core/id";
import { type IntakeRule, ruleFor } from "@faultline/core/intake-rule";
import { limit, shorten } from "@faultline/core/limit";
import { mendEvent } from "@faultline/core/mend-event";
import { type Project, toldNow } from "@faultline/core/project";
import { redact } from "@faultline/core/redact";
import type { Report } from "@faultline/core/report";
import { VisibleError } from "@faultline/core/visible-error";
import { withoutBody } from "@faultline/core/without-body";
import type { Outcome, Parsed, Receipt, Stored } from "@faultline/protocols/protocol";
import { withUserAgent } from "@faultline/protocols/user-agent";
import { METRICS, type Metric } from "../metrics.js";
import { type AskedNotify, notifyOf } from "../notify/asked-notify.js";
import { type ConfigPorts, type KeptConfigs, keepConfigs, readOnlyConfigs } from "../notify/configs.js";
import { type Ports, Unavailable } from "../ports.js";
import { isBuiltIn } from "../projects/built-in.js";
import type { MapPorts } from "../source-maps/map-cache.js";
import { withOriginals } from "../source-maps/with-originals.js";
import type { InTime } from "./deadline.js";
import { noteDrops } from "./drops.js";
import { isStoredUnbound } from "./earlier-pack.js";
import { storeWithFallback, type Tier } from "./fallback-store.js";
import { type Pack, packItem, packsOf } from "./pack.js";

export interface Ingest {
  readonly project: Project;
  readonly parsed: Parsed;
  /** From the request, for clients whose events have no ids of their own. */
  readonly idempotencyKey?: string | undefined;
  /** Of a browser's request. */
  readonly origin?: string | undefined;
  /** Stands for the key it came by: ids are bound to it. Undefined for what regions report of themselves. */
  readonly sender?: string | undefined;
  /** Whether an event of this issue keeps its body; each does when left out. See `quotas.ts`. */
  readonly keepsBody?: ((issue: string) => boolean) | undefined;
}

/** What taking events in touches. */
export type IngestPorts = MapPorts &
  Pick<Ports, "region" | "peerLog" | "spool" | "cipher" | "ids" | "meter" | "print">;

/** A request whose notification configs have been looked at. */
interface Prepared extends Ingest {
  readonly notify: readonly AskedNotify[];
}

/**
 * Takes in what a request brought: a receipt means every event of it is durable in this region.
 * Throws `unavailable` when the log cannot take it; a retry, here or in the other region, is then safe for
 * events with ids, because the same events make the same packs.
 */
export async function ingest(ports: InTime<IngestPorts>, request: Ingest): Promise<Receipt> {
  const { project, parsed, idempotencyKey, sender, keepsBody } = request;
  const { warnings, notify } = await configsOf(ports, request);
  const outcomes: Outcome[] = [];
  const besides: Besides = { repeated: [], dropped: new Map() };
  const tiers = new Set<Tier>();
  let isDual = true;
  const prepared = { project, parsed, idempotencyKey, sender, keepsBody, notify };
  const { sentAt, isExact } = parsed;
  for await (const pack of packsOf(project.name, eventsOf(ports, prepared, besides))) {
    const stored = await store(ports, project, pack, { sentAt, isExact, isFirst: outcomes.length === 0 });
    outcomes.push(...stored.outcomes);
    countOutcomes(ports, project, stored.outcomes);
    tiers.add(stored.tier);
    isDual &&= stored.isDual;
  }
  const dropped = [...besides.dropped.values()].reduce((sum, count) => sum + count, 0);
  await noteDrops(ports, project.name, besides.dropped);
  const others: readonly Outcome[] = [
    ...besides.repeated,
    ...(dropped > 0 ? [{ kind: "dropped" as const, what: "by a rule", count: dropped }] : []),
    ...parsed.rejected.map((one) => ({ kind: "rejected" as const, ...one })),
    ...(parsed.dropped ?? []).map((some) => ({ kind: "dropped" as const, ...some })),
  ];
  countOutcomes(ports, project, others);
  const acceptedBy = (["spool", "peer"] as const).find((tier) => tiers.has(tier)) ?? "local";
  const { publicUrl } = ports.settings;
  return {
    project: project.name,
    publicUrl,
    outcomes: [...outcomes, ...others],
    warnings,
    acceptedBy,
    isDual,
  };
}

/** The configs of the POST, else the project's. Keeping them may fail, the events are taken in all the same. */
async function configsOf(ports: ConfigPorts, { project, parsed, origin }: Ingest): Promise<KeptConfigs> {
  const given = parsed.notifications ?? [];
  if (given.length === 0) return { notify: toldNow(project), warnings: [] };
  try {
    return await keepConfigs(ports, { project: project.name, origin }, given);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    // Their names follow from their content, and most are kept already, from an earlier POST.
    const { notify, warnings } = await readOnlyConfigs(ports, { project: project.name, origin }, given);
    const unlabeled = notify.map(({ label: _, ...one }) => one);
    return { notify: unlabeled, warnings: [...warnings, "notifications: new ones could not be kept now"] };
  }
}

/** A request of thousands takes seconds: in between, others have their turn. */
const EVENTS_BETWEEN_BREATHS = 50;
const breath = promisify(setImmediate);

/** What of a request makes no event: what came with an id that another report of it has, and what a rule drops. */
interface Besides {
  readonly repeated: Stored[];
  readonly dropped: Map<IntakeRule, number>;
}

/** The events of a request, each id once; made while they are packed, so that a large request is not held twice. */
async function* eventsOf(
  ports: MapPorts & Pick<Ports, "ids">,
  request: Prepared,
  besides: Besides,
): AsyncGenerator<Event> {
  const seen = new Set<string>();
  const isOne = request.parsed.reports.length === 1;
  for (const [index, report] of request.parsed.reports.entries()) {
    const event = await eventOf(ports, request, report, index);
    if ("droppedBy" in event) {
      besides.dropped.set(event.droppedBy, (besides.dropped.get(event.droppedBy) ?? 0) + 1);
      continue;
    }
    const name = isOne ? "" : eventName(event);
    if (seen.has(name)) {
      besides.repeated.push(storedAs("duplicate", request.project.name, event));
      continue;
    }
    seen.add(name);
    yield request.keepsBody?.(event.issue) === false ? withoutBody(event) : event;
    if (index % EVENTS_BETWEEN_BREATHS === EVENTS_BETWEEN_BREATHS - 1) await breath();
  }
}

/** What a report becomes: an event, or nothing, by a rule of the project. */
type Made = Event | { readonly droppedBy: IntakeRule };

/** Nothing of time, region or attempt goes into an event: a retry has to make the same one. */
export async function eventOf(
  ports: MapPorts & Pick<Ports, "ids">,
  { project, idempotencyKey, notify, sender }: Prepared,
  report: Report,
  index: number,
): Promise<Made> {
  const { bounded, traced, rule, named } = await lookedAt(ports, project, report);
  if (rule?.do === "drop") return { droppedBy: rule };
  const { value, former } = named;
  const fingerprintValue = former ?? value;
  const id = idOf(ports, project, bounded.eventId, idempotencyKey, index);
  const isFresh = !hasId(bounded.eventId) && !idempotencyKey;
  const event = eventFrom(bounded, {
    culprit: traced === bounded ? undefined : culprit(traced),
    id,
    issue: issueId(project.name, fingerprintValue),
    fingerprintValue,
    newFingerprint: former === undefined ? undefined : value,
    byRule: rule ? (true as const) : undefined,
    heading: headingOf(bounded),
    sender: isFresh ? undefined : sender,
    isFresh: isFresh ? (true as const) : undefined,
    notify: notifyOf(notify, bounded),
  });
  // Nobody is told that we have it unless a reader of its pack will take it.
  return mendEvent(event, { project: project.name, id });
}

/** A report as it is stored and as its source maps tell it, the rule of the project that is about it, and its fingerprints. */
async function lookedAt(ports: MapPorts, project: Project, report: Report) {
  const bounded = limit(redact(await withUserAgent(shorten(report)), project.redact));
  // Minified code is grouped as its source; it is stored as it came, since a map may come later or be mended.
  const traced = await withOriginals(ports, project.name, bounded);
  let named: Named | undefined;
  const rule = ruleFor(project.rules, traced, (first) => {
    named = namedBy(first, project, traced);
    return [named.value, named.former].flatMap((value) =>
      value === undefined ? [] : issueId(project.name, value),
    );
  });
  return { bounded, traced, rule, named: named ?? namedBy(rule, project, traced) };
}

interface Named {
  readonly value: string;
  /** Of the mechanism before. */
  readonly former: string | undefined;
}

/** The fingerprints of a report that this rule is about. */
function namedBy(rule: IntakeRule | undefined, { grouping }: Project, traced: Report): Named {
  if (rule && rule.do !== "drop")
    return { value: fingerprint({ ...traced, ...rule.do }, grouping), former: undefined };
  const value = fingerprint(traced, grouping);
  return { value, former: formerFingerprint(traced, grouping, value) };
}

const storedAs = (kind: Stored["kind"], project: string, event: Event): Stored => ({
  kind,
  eventId: event.id,
  issue: newIssueOf(project, event),
  former: event.newFingerprint === undefined ? undefined : event.issue,
});

const hasId = (eventId: string | undefined): eventId is string => eventId !== undefined && !isNoId(eventId);

function idOf(
  ports: Pick<Ports, "ids">,
  project: Project,
  eventId: string | undefined,
  idempotencyKey: string | undefined,
  index: number,
): string {
  if (hasId(eventId)) return clientEventId(eventId);
  if (idempotencyKey) return keyedEventId(project.name, idempotencyKey, index);
  return freshEventId(ports.ids.unique());
}

async function store(
  ports: IngestPorts,
  project: Project,
  pack: Pack,
  about: Pick<Parsed, "sentAt" | "isExact"> & { readonly isFirst: boolean },
): Promise<{ outcomes: Stored[]; tier: Tier; isDual: boolean }> {
  try {
    const isHere = await isStoredUnbound(ports, project.name, pack.events);
    const { written, tier, isDual } = isHere
      ? ({ written: "conflict", tier: "local", isDual: false } as const)
      : await storeWithFallback(ports, await packItem(ports, project.name, pack, about));
    const kind = written === "written" ? "accepted" : "duplicate";
    const outcomes = pack.events.map((event) => storedAs(kind, project.name, event));
    return { outcomes, tier, isDual };
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    throw unavailable(ports, { isUnheard: error.isUnheard || !about.isFirst });
  }
}

/** Every metric of reports follows from their outcomes. Synthetic checks and our own reports are no traffic. */
function countOutcomes(ports: Pick<Ports, "meter">, project: Project, outcomes: readonly Outcome[]): void {
  if (isBuiltIn(project.name)) return;
  const counts = new Map<Metric, number>();
  for (const outcome of outcomes) {
    const metric = METRIC_OF[outcome.kind];
    counts.set(metric, (counts.get(metric) ?? 0) + (outcome.kind === "dropped" ? outcome.count : 1));
  }
  for (const [metric, count] of counts) ports.meter.count(metric, count);
}

const METRIC_OF = {
  accepted: METRICS.eventsAccepted,
  duplicate: METRICS.eventsDuplicate,
  rejected: METRICS.reportsRejected,
  dropped: METRICS.reportsDropped,
} as const satisfies Readonly<Record<Outcome["kind"], Metric>>;

/** Retries are spread over a few seconds, so that those refused together do not come back together. */
export function unavailable(
  ports: Pick<Ports, "ids">,
  { isUnheard }: Pick<Unavailable, "isUnheard">,
): VisibleError {
  const seconds = 1 + Math.floor(ports.ids.random() * 5);
  return new VisibleError(
    "unavailable",
    "unavailable",
    isUnheard
      ? "It may be stored or not: this region did not hear the end of it in time. Send it again, with the same ids."
      : "Not stored: this region cannot write now. Send it again.",
    seconds,
  );
}
