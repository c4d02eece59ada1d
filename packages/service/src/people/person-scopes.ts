import type { Ports } from "../ports.js";
import type { PersonScope } from "../projects/authenticate.js";
import { Cache } from "../table/cache.js";
import { noteUses } from "./last-uses.js";
import { personOf } from "./people.js";

/** With the replication, who was removed or has another role is known as such in both regions well within a minute. */
const CACHE_SECONDS = 10;
/** While the table does not answer: after that, nobody knows who was removed. */
const STALE_MILLISECONDS = 50_000;

/** What people may, by their ids; undefined for who was removed. */
export function personScopes(
  ports: Pick<Ports, "log" | "region" | "clock" | "settings">,
): (id: string) => Promise<PersonScope | undefined> {
  const seconds = Math.min(ports.settings.cacheSeconds, CACHE_SECONDS);
  const known = new Cache<PersonScope | undefined>(ports.clock, seconds, STALE_MILLISECONDS);
  const noteUse = noteUses(ports);
  return async (id) => {
    const scope = await known.get(id, async () => {
      const person = await personOf(ports.log, id);
      if (!person) return undefined;
      const { name, role, projects } = person;
      return { kind: "person", id, name, role, projects };
    });
    if (scope) noteUse(id);
    return scope;
  };
}
