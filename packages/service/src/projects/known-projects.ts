import type { Project } from "@faultline/core/project";
import type { Ports } from "../ports.js";
import { Cache } from "../table/cache.js";
import { projectForEvents } from "./default-destinations.js";
import { type ensureProject, projectByNumber } from "./projects.js";

/**
 * What was changed or deleted elsewhere is known so soon, however long keys are remembered: until then errors are stored by
 * the settings before, and those to a project that was deleted as they were while it was being deleted.
 */
const SECONDS_MAX = 10;

type Lookup = Parameters<typeof ensureProject>[0];

/** The projects that errors come to, remembered for some seconds: each POST would read two rows of its project otherwise. */
export interface KnownProjects {
  /** See `projectForEvents`. */
  ensure(ports: Lookup, name: string, mayMake?: () => void): Promise<Project>;
  /** The name of the project that a numeric id stands for. */
  nameOf(ports: Pick<Lookup, "log">, number: string): Promise<string | undefined>;
  /** After somebody changed one here: what follows is done by the new settings. */
  forget(): void;
}

export function knownProjects({ clock, settings }: Pick<Ports, "clock" | "settings">): KnownProjects {
  const seconds = Math.min(settings.cacheSeconds, SECONDS_MAX);
  let byName = new Cache<Project>(clock, seconds);
  let names = new Cache<string>(clock, seconds);
  return {
    ensure: (ports, name, mayMake) => byName.get(name, () => projectForEvents(ports, name, mayMake)),
    async nameOf(ports, number) {
      try {
        return await names.get(number, async () => {
          const project = await projectByNumber(ports, number);
          // Remembered is only what is there: one may be made at any moment.
          if (!project) throw new NoSuchNumber();
          return project.name;
        });
      } catch (error) {
        if (error instanceof NoSuchNumber) return undefined;
        throw error;
      }
    },
    forget() {
      byName = new Cache(clock, seconds);
      names = new Cache(clock, seconds);
    },
  };
}

class NoSuchNumber extends Error {}
