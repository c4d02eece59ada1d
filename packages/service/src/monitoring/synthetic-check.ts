import { fingerprint } from "@faultline/core/grouping/mechanisms";
import { derivedEventId, issueId } from "@faultline/core/id";
import type { Report } from "@faultline/core/report";
import { formatTime, parseTime } from "@faultline/core/time";
import * as z from "zod";
import { METRICS } from "../metrics.js";
import type { Ports, Region } from "../ports.js";
import { SYNTHETIC_CHECK_PROJECT } from "../projects/built-in.js";
import { getIssues } from "../query/issues.js";
import { type Ask, postReport } from "./send-report.js";

/** What a synthetic check touches. */
export type SyntheticCheckPorts = Pick<
  Ports,
  "region" | "regions" | "view" | "clock" | "meter" | "print" | "settings"
>;

const MINUTE = 60_000;
const WAIT_MILLISECONDS = 20_000;
const PAUSE_MILLISECONDS = 500;
const TIMEOUT_MILLISECONDS = 1000;

/** When the latest synthetic check of each region, as a view has it, was sent. */
export type Seen = Readonly<Record<Region, number>>;

type Round =
  | { readonly kind: "seen"; readonly milliseconds: number }
  /** `where`: what failed: `posting`, or the region whose view does not show it. */
  | { readonly kind: "missed"; readonly where: readonly string[] };

interface RoundSettings {
  /** The other region's own address; undefined when there is none that is known. */
  readonly peerUrl: string | undefined;
  readonly ask?: Ask;
  /** Before so long nothing is seen anyway: each look is paid for. */
  readonly firstLookMilliseconds?: number;
  /** True once nobody waits for the end any more: the process stops. */
  readonly isEnded?: () => boolean;
}

/**
 * Posts this minute's synthetic check through the one name, as any client would, and reads it back in both views: how long that
 * takes is how old a picture people look at. A region that does not answer at all has an alarm of its own, and is not
 * waited for.
 */
export async function syntheticCheck(
  ports: SyntheticCheckPorts,
  { peerUrl, ask = fetch, firstLookMilliseconds = 0, isEnded = () => false }: RoundSettings,
): Promise<Round> {
  const { clock, meter, settings } = ports;
  const start = clock.now();
  const report = checkReport(ports.region, start);
  const at = report.timestamp ?? start;
  try {
    await postReport(ports, settings.publicUrl, report, ask, SYNTHETIC_CHECK_PROJECT);
  } catch (error) {
    return missed(ports, ["posting"], String(error));
  }
  if (firstLookMilliseconds > 0) await clock.sleep(firstLookMilliseconds);
  while (!isEnded()) {
    const lacking = await lackingRegions(ports, at, peerUrl, ask);
    const milliseconds = clock.now() - start;
    if (lacking.length === 0) {
      meter.measure(METRICS.syntheticCheckMilliseconds, milliseconds);
      return { kind: "seen", milliseconds };
    }
    if (milliseconds >= WAIT_MILLISECONDS) return missed(ports, lacking, "not seen in time");
    await clock.sleep(PAUSE_MILLISECONDS);
  }
  return { kind: "missed", where: [] };
}

function missed(
  { meter, print, region }: Pick<Ports, "region" | "meter" | "print">,
  where: readonly string[],
  reason: string,
): Round {
  meter.count(METRICS.syntheticChecksMissed, 1);
  print({ level: "error", event: "synthetic check", where: where.join(", "), reason, region });
  return { kind: "missed", where };
}

async function lackingRegions(
  ports: Pick<Ports, "region" | "regions" | "view">,
  at: number,
  peerUrl: string | undefined,
  ask: Ask,
): Promise<Region[]> {
  const { region } = ports;
  const own = (await syntheticChecksSeen({ view: ports.view, regions: [region] }))[region] ?? 0;
  const other = peerUrl === undefined ? undefined : await askSeen(peerUrl, ask);
  return [...(own < at ? [region] : []), ...(other && (other.seen[region] ?? 0) < at ? [other.region] : [])];
}

const Answer = z.object({
  region: z.string(),
  seen: z.record(
    z.string(),
    z.string().transform((text) => parseTime(text) ?? 0),
  ),
});

async function askSeen(url: string, ask: Ask): Promise<z.infer<typeof Answer> | undefined> {
  try {
    const response = await ask(`${url}/health/canaries`, {
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
    });
    return Answer.parse(await response.json());
  } catch {
    // It does not answer, or not now: another alarm's business.
    return undefined;
  }
}

/** What a region answers at `/health/canaries`. */
export const seenAnswer = (region: Region, seen: Seen): object => ({
  region,
  seen: Object.fromEntries(Object.entries(seen).map(([name, at]) => [name, formatTime(at)])),
});

/** The latest synthetic check of each of these regions in this region's view. */
export async function syntheticChecksSeen(ports: Pick<Ports, "regions" | "view">): Promise<Seen> {
  const issues = new Map(ports.regions.map((region) => [issueOfCheck(region), region]));
  const found = await getIssues(ports, SYNTHETIC_CHECK_PROJECT, [...issues.keys()]);
  return Object.fromEntries([...found.values()].map(({ id, lastSeen }) => [issues.get(id) ?? "", lastSeen]));
}

const issueOfCheck = (region: Region): string =>
  issueId(SYNTHETIC_CHECK_PROJECT, fingerprint(checkReport(region, 0), "frames"));

/** One a minute and region: sent twice, it is the same. */
function checkReport(region: Region, now: number): Report {
  const minute = Math.floor(now / MINUTE) * MINUTE;
  return {
    eventId: derivedEventId("canary", region, String(minute)),
    timestamp: minute,
    level: "info",
    type: "Canary",
    message: `Canary of ${region}`,
    exceptions: [],
    fingerprint: ["canary", region],
    tags: { region },
  };
}
