import type { Ports } from "../ports.js";
import { projectDeletedBefore } from "../projection/deletions.js";
import { releaseCounts, releaseMark } from "../projection/rows/release-counts.js";
import { releaseUsers } from "../projection/rows/release-users.js";

interface Share {
  readonly events: number;
  readonly users: number;
}

/**
 * Tells how many events of a project are of a release, and of how many users: every one that was kept since the project was last
 * deleted. Undefined while a view that an earlier version made is made anew.
 */
export async function sharesOf(
  ports: Pick<Ports, "log" | "view">,
  project: string,
): Promise<((release: string) => Share) | undefined> {
  const deletedBefore = (await projectDeletedBefore(ports, project)) ?? -1;
  const [events, users] = await Promise.all([
    releaseCounts(ports, project),
    releaseUsers(ports, project, deletedBefore),
  ]);
  if (!events) return undefined;
  return (release) => {
    const mark = releaseMark(release);
    return { events: events[mark] ?? 0, users: users.get(mark) ?? 0 };
  };
}
