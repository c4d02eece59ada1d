import type { Route53Client } from "@aws-sdk/client-route-53";
import { METRICS } from "@faultline/service/metrics";
import { isSoAgain, type Look, takeLook } from "@faultline/service/monitoring/look-at-peer";
import { isPeerAlive } from "@faultline/service/monitoring/peer-alive";
import { type ChecksRow, type WatchRow, writeRow } from "@faultline/service/monitoring/rows";
import type { Ports, Region } from "@faultline/service/ports";
import { writeProbeAt } from "@faultline/service/regions/peer-client";
import type * as z from "zod";
import { readHealthChecks } from "./health-checks.js";
import type { WatchEnvironment } from "./settings.js";

interface Round {
  readonly environment: z.infer<typeof WatchEnvironment>;
  readonly peerUrl: string | undefined;
  readonly staleMilliseconds: number;
  /** Undefined where nothing is checked from outside. */
  readonly route53: Route53Client | undefined;
  readonly rows: readonly WatchRow[];
}

type ChecksPorts = Parameters<typeof takeLook>[0] & Pick<Ports, "regions" | "meter" | "print">;

/** Looks at the other region, and at what Route 53's checkers see; tells what changed, and writes down what was seen. */
export async function checksRound(ports: ChecksPorts, round: Round): Promise<void> {
  const { region, regions, clock, meter } = ports;
  const { FAULTLINE_JUDGES: judges, FAULTLINE_HEALTH_CHECKS: healthChecks } = round.environment;
  const other = regions.find((name) => name !== region);
  const looks = other === undefined ? [] : await looksAt(ports, other, round);
  const isAlive = looks.every(({ name, isGood }) => name !== "region-unreachable" || isGood);
  meter.measure(METRICS.peerUnreachable, isAlive ? 0 : 1);
  if (judges === "yes") for (const look of looks) await takeLook(ports, round.rows, look);
  const healthy = looks.every(({ isGood }) => isGood);
  const own = other === undefined ? [] : [{ region: other, healthy, at: clock.now() }];
  const seen = healthChecks.size === 0 ? [] : await seenByRoute53(ports, round);
  const unseen = own.filter((look) => !seen.some((check) => check.region === look.region));
  const checks = [...seen, ...unseen];
  if (hasNews(round.rows, region, checks)) await writeRow(ports, { kind: "checks", by: region, checks });
}

/** Looks that all say the same are written down every so often. */
const UNCHANGED_MILLISECONDS = 15 * 60_000;

function hasNews(rows: readonly WatchRow[], by: Region, checks: ChecksRow["checks"]): boolean {
  const before = rows.flatMap((row) => (row.kind === "checks" && row.by === by ? row.checks : []));
  const isKnown = ({ region, healthy, at }: (typeof checks)[number]): boolean =>
    before.some(
      (one) => one.region === region && one.healthy === healthy && at - one.at < UNCHANGED_MILLISECONDS,
    );
  return checks.length !== before.length || !checks.every(isKnown);
}

async function looksAt(
  ports: Pick<Ports, "region" | "regions" | "log" | "clock">,
  other: Region,
  { environment, peerUrl, staleMilliseconds }: Round,
): Promise<Look[]> {
  const { region } = ports;
  // Route 53 asks where it has a check. Where it has none, one question answers both.
  const isOurs = peerUrl !== undefined && !environment.FAULTLINE_HEALTH_CHECKS.has(other);
  const canWrite = isOurs && (await isSoAgain(ports, () => writeProbeAt(peerUrl)));
  const lives = () => isPeerAlive(ports, { peerUrl, staleMilliseconds });
  const isAlive = canWrite || (isOurs ? await lives() : await isSoAgain(ports, lives));
  const answers = `${other} ${isAlive ? "answers" : "does not answer"} ${region}.`;
  const alive: Look = { name: "region-unreachable", region: other, isGood: isAlive, reason: answers };
  // Of one that does not answer, nothing else can be said.
  if (!isAlive || !isOurs) return [alive];
  const reason = `${other}'s write probe, asked by ${region}, ${canWrite ? "succeeds" : "fails"}.`;
  return [alive, { name: "region-unhealthy", region: other, isGood: canWrite, reason }];
}

/** Route 53's control plane lies in one region: without it, our own look has to do. */
function seenByRoute53(
  ports: Pick<Ports, "region" | "print">,
  { environment, route53 }: Round,
): Promise<ChecksRow["checks"]> {
  if (!route53) return Promise.resolve([]);
  return readHealthChecks(route53, environment.FAULTLINE_HEALTH_CHECKS).catch((error: unknown) => {
    ports.print({ level: "error", event: "no health checks", error: String(error), region: ports.region });
    return [];
  });
}
