import type { Ports } from "../ports.js";
import { OWN_PROJECT } from "../projects/built-in.js";
import { getProject, putProject } from "../projects/projects.js";

/** Makes the built-in project where there is none yet; the leader does, so that two do not at once. */
export async function ensureOwnProject(
  ports: Pick<Ports, "log" | "clock" | "ids" | "isLeader">,
): Promise<void> {
  if ((await getProject(ports, OWN_PROJECT)) || !(await ports.isLeader())) return;
  await putProject(ports, OWN_PROJECT, { displayName: "Faultline itself" });
}
