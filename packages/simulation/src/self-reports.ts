import { forRequest } from "@faultline/service/ingest/deadline";
import { ingest } from "@faultline/service/ingest/ingest";
import { type OwnFaults, ownFaults } from "@faultline/service/monitoring/own-faults";
import { OWN_PROJECT } from "@faultline/service/projects/built-in";
import { ensureProject } from "@faultline/service/projects/projects";
import type { SimulatedRegion } from "./region.js";
import type { Stage } from "./stage.js";

const MINUTE = 60_000;
const KINDS = ["reduce", "deliver", "sweep"];
const TIMES_MAX = 20;
/** Where a fault in reporting a fault says that it comes from. Nothing of it may ever be stored. */
export const INSIDE = "reporting";

/** Every so many worlds report their own faults, too. They come last: what keeps them quiet slows a process down. */
const SELF_REPORTING_EVERY = 100;
export const isSelfReporting = (seed: number): boolean => seed % SELF_REPORTING_EVERY === 0;

/** Regions that report their own faults to each other, through code that has faults of its own. */
export class SelfReports {
  /** Kinds of faults there were, by minute and region: at most so many events may come of them. */
  readonly kinds = new Set<string>();
  private readonly faults: ReadonlyMap<string, OwnFaults>;

  constructor(private readonly stage: Stage) {
    this.faults = new Map(stage.regions.map((region) => [region.name, this.faultsOf(region)]));
  }

  async step(): Promise<void> {
    const { dice, regions, now } = this.stage;
    for (const region of regions.filter((one) => one.isUp(now))) {
      const faults = this.faults.get(region.name);
      if (!faults || !dice.strikes("ownFault")) continue;
      const where = KINDS[dice.pick(KINDS.length)] ?? "reduce";
      this.kinds.add(`${region.name} ${Math.floor(region.ports.clock.now() / MINUTE)} ${where}`);
      for (let times = 1 + dice.pick(TIMES_MAX); times > 0; times--)
        faults.report(new TypeError("a fault of ours"), where);
      await faults.flush();
    }
  }

  private faultsOf(region: SimulatedRegion): OwnFaults {
    const faults: OwnFaults = ownFaults(region.ports, async (report) => {
      faults.report(new RangeError("a fault while reporting"), INSIDE);
      // The other region first, which may be well when this one is not.
      const places = [...this.stage.regions].sort((one) => (one === region ? 1 : -1));
      for (const place of places) {
        if (place !== region && !this.stage.reaches(region.name, place.name)) continue;
        const receipt = await place.live(async () => {
          const project = await ensureProject(place.ports, OWN_PROJECT);
          return ingest(forRequest(place.ports), { project, parsed: { reports: [report], rejected: [] } });
        });
        if (receipt) return;
      }
      throw new Error("neither region took it");
    });
    return faults;
  }
}
