import type { Project, ProjectNotify } from "@faultline/core/project";
import type { Ports } from "../ports.js";
import { ALL_PROJECTS, defaultDestinations } from "../projects/default-destinations.js";
import { listConfigs } from "./configs.js";
import { destinationsOf, type Known, STATES, stateOf } from "./destination.js";

type ShowingPorts = Pick<Ports, "log" | "view" | "clock">;

/** Where a project's errors are told, masked: its own, those that came with a POST, and those of all projects where it has none. */
export async function shownDestinations(ports: ShowingPorts, { name, notify }: Project) {
  const [own, all, known] = await Promise.all([
    listConfigs(ports, name),
    notify.length > 0 ? [] : listSet(ports),
    destinationsOf(ports, name),
  ]);
  const does = doing(known, ports.clock.now());
  const set = new Map(notify.map((one) => [one.config, one]));
  return [
    ...all.map((one) => ({ ...one, ...does(one.id), isSet: false, isOfAll: true })),
    ...own.map((one) => {
      const its = set.get(one.id);
      return { ...one, ...does(one.id), ...(its ? asSet(its) : NOT_SET), isOfAll: false };
    }),
  ];
}

/** The destinations of all projects, each as it does in the project where it does worst. */
export async function shownDefaults(ports: ShowingPorts) {
  const [all, known] = await Promise.all([listSet(ports), destinationsOf(ports)]);
  const does = doing(known, ports.clock.now());
  return all.map((one) => ({ ...one, ...does(one.id), isSet: true, isOfAll: true }));
}

async function listSet(ports: ShowingPorts) {
  const [set, configs] = await Promise.all([defaultDestinations(ports), listConfigs(ports, ALL_PROJECTS)]);
  return set.flatMap((its) =>
    configs.filter(({ id }) => id === its.config).map((one) => ({ ...one, ...asSet(its) })),
  );
}

const NOT_SET = { isSet: false, paused: false, rule: undefined };

const asSet = ({ paused, threshold, interval, window, also }: ProjectNotify) => ({
  isSet: true,
  paused: paused === true,
  rule: { threshold, interval, window, also },
});

function doing(known: readonly Known[], now: number) {
  const rank = (one: Known["destination"]): number => STATES.indexOf(stateOf(one, now));
  return (id: string) => {
    const its = known.filter(({ config }) => config === id).map(({ destination }) => destination);
    const worst = its.toSorted((a, b) => rank(b) - rank(a))[0];
    const held = its.reduce((sum, one) => sum + one.held, 0);
    return { state: stateOf(worst, now), reason: worst?.dead, held };
  };
}
