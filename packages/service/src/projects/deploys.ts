import type { Project } from "@faultline/core/project";
import * as z from "zod";
import type { Ports } from "../ports.js";
import { deployKey, deploysPartition, RELEASE_CHARS_MAX, RELEASES_MAX } from "../table/layout.js";
import { collect, queryAll } from "../table/query-all.js";
import { keptUntil } from "../table/retention.js";

/** A release that was deployed. `at` is when we were told, in milliseconds since 1970. */
const Deploy = z.object({ release: z.string(), at: z.number() });
type Deploy = z.infer<typeof Deploy>;

/** Keeps when a release was deployed. The first time counts: told again, also by the other region's copy, nothing changes. */
export async function noteDeploy(
  ports: Pick<Ports, "log" | "clock" | "settings">,
  project: string,
  release: string,
  at = ports.clock.now(),
): Promise<void> {
  if (release === "" || release.length > RELEASE_CHARS_MAX) return;
  const x = keptUntil(ports, ports.clock.now());
  const row = { ...deployKey(project, release), release, at, x };
  await ports.log.put(row, { kind: "absent" });
}

/** What was deployed of a project since it was last deleted. */
export async function deploysOf(
  ports: Pick<Ports, "log">,
  { name, cut: deletedBefore = 0 }: Pick<Project, "name" | "cut">,
): Promise<readonly Deploy[]> {
  const rows = await collect(queryAll(ports.log, { pk: deploysPartition(name) }), RELEASES_MAX);
  return rows.map((item) => Deploy.parse(item)).filter(({ at }) => at > deletedBefore);
}
