import { digestsOf } from "@faultline/core/id";
import type { EventPorts, Ports } from "../../ports.js";
import { issueWithin } from "../../projection/former-issue.js";
import { readSeries } from "../../projection/series/series.js";
import { projectPartition, SINGLE } from "../../table/layout.js";
import { entriesOf } from "../entries.js";
import { readEvents } from "../read-events.js";

/** So many of a project's latest events are looked at for one with an id. */
const EVENTS_LOOKED_AT = 200_000;

/** The issue that has an event, and the event; undefined when none of the project's latest has this id. */
export async function findEvent(
  ports: EventPorts & Pick<Ports, "view">,
  project: string,
  id: string,
): Promise<{ readonly issue: string; readonly event: string } | undefined> {
  const pk = projectPartition(project);
  const series = readSeries(await ports.view.get({ pk, sk: SINGLE }));
  const isIt = digestsOf(id);
  let left = EVENTS_LOOKED_AT;
  for await (const { entry } of entriesOf(ports, pk, series)) {
    if (isIt(entry.digest)) {
      const found = (await readEvents(ports, [entry])).get(entry.digest);
      return found && { issue: await issueWithin(ports, project, found.event), event: found.event.id };
    }
    left -= 1;
    if (left === 0) break;
  }
  return undefined;
}
