import type { ProjectNotify } from "@faultline/core/project";
import { VisibleError } from "@faultline/core/visible-error";
import { readTarget } from "@faultline/destinations/all";
import { ruleOf } from "@faultline/destinations/config";
import type { Target } from "@faultline/destinations/destination";
import type { Ports } from "../ports.js";
import { type ConfigPorts, keepConfig, letGo, openTarget } from "./configs.js";
import type { DestinationPlace } from "./destination-place.js";

const DESTINATIONS_MAX = 10;

export type DestinationPorts = ConfigPorts & Pick<Ports, "ids">;

/** What is asked of a destination: settings that change, null for one that goes, and whether it is told of nothing for now. */
interface Change {
  readonly config?: Readonly<Record<string, unknown>> | undefined;
  readonly paused?: boolean | undefined;
}

/** A destination as a form shows it: without what is secret. */
interface ShownSettings {
  readonly id: string;
  readonly type: string;
  readonly label: string;
  readonly paused: boolean;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Names of settings that are set and not shown. */
  readonly secrets: readonly string[];
}

/** Sets another destination. Throws `bad_request` with what is wrong with the config, `project_not_found`. */
export async function addDestination(
  ports: DestinationPorts,
  place: DestinationPlace,
  { config = {}, paused }: Change,
): Promise<ShownSettings> {
  await place.read();
  const target = requireTarget(config);
  const added = await keepConfig(ports, place.owner, { target, isTrusted: true, isSet: true });
  await place.change((before) => withAdded(before, asSet(added, paused)));
  return shown(added.config, target, paused === true);
}

/**
 * Changes a destination; what is not told of stays, secrets too. Its id follows from its config, so it gets another one.
 * Throws `bad_request`, `destination_not_found`.
 */
export async function editDestination(
  ports: DestinationPorts,
  place: DestinationPlace,
  id: string,
  { config = {}, paused }: Change,
): Promise<ShownSettings> {
  const { target: before, isPaused } = await requireDestination(ports, place, id);
  const target = requireTarget({ ...before.config, ...config, type: before.type });
  const kept = await keepConfig(ports, place.owner, { target, isTrusted: true, isSet: true });
  const isPausedNow = paused ?? isPaused;
  const next = asSet(kept, isPausedNow);
  await place.change((set) => unique(set.map((one) => (one.config === id ? next : one))));
  if (kept.config !== id) await letGo(ports, place.owner, id);
  return shown(kept.config, target, isPausedNow);
}

/** Takes a destination away: later events are not told there. Throws `destination_not_found`. */
export async function removeDestination(
  ports: DestinationPorts,
  place: DestinationPlace,
  id: string,
): Promise<void> {
  await requireDestination(ports, place, id);
  await place.change((before) => before.filter(({ config }) => config !== id));
  await letGo(ports, place.owner, id);
}

/** A destination with the settings that may be shown. Throws `destination_not_found`. */
export async function destinationSettings(
  ports: DestinationPorts,
  place: DestinationPlace,
  id: string,
): Promise<ShownSettings> {
  const { target, isPaused } = await requireDestination(ports, place, id);
  return shown(id, target, isPaused);
}

async function requireDestination(
  ports: DestinationPorts,
  place: DestinationPlace,
  id: string,
): Promise<{ target: Target; isPaused: boolean }> {
  const set = (await place.read()).find(({ config }) => config === id);
  const target = set && (await openTarget(ports, place.owner, id));
  if (set && target) return { target, isPaused: set.paused === true };
  throw new VisibleError(
    "not_found",
    "destination_not_found",
    "There is no such destination here; those that come with a POST are changed there.",
  );
}

/** The target a config describes. Throws `bad_request` with what is wrong with it. */
export function requireTarget(input: unknown): Target {
  const target = readTarget(input);
  if (typeof target !== "string") return target;
  throw new VisibleError("unprocessable", "bad_request", target);
}

function withAdded(before: readonly ProjectNotify[], added: ProjectNotify): readonly ProjectNotify[] {
  const after = unique([...before, added]);
  if (after.length <= DESTINATIONS_MAX) return after;
  throw new VisibleError(
    "unprocessable",
    "bad_request",
    `There are ${DESTINATIONS_MAX} destinations at the most: remove one first.`,
  );
}

const unique = (all: readonly ProjectNotify[]): readonly ProjectNotify[] => [
  ...new Map(all.map((one) => [one.config, one])).values(),
];

const asSet = (notify: ProjectNotify, paused: boolean | undefined): ProjectNotify =>
  paused ? { ...notify, paused: true } : notify;

function shown(id: string, target: Target, paused: boolean): ShownSettings {
  const { type, label, config } = target;
  const entries = Object.entries({ ...config, ...ruleSettings(target) });
  const isSecret = ([, value]: readonly [string, unknown]): boolean =>
    typeof value === "string" && target.withoutSecrets(value) !== value;
  return {
    id,
    type,
    label,
    paused,
    settings: Object.fromEntries(entries.filter((entry) => !isSecret(entry))),
    secrets: entries.filter(isSecret).map(([name]) => name),
  };
}

/** The rule as it works, where the config leaves it open. */
const ruleSettings = ({ config }: Target): { threshold: number; notifyInterval: number } => {
  const { threshold, interval } = ruleOf(config);
  return { threshold, notifyInterval: interval };
};
