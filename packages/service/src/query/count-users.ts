import type { Ports } from "../ports.js";
import { BUCKETS, usersIn } from "../projection/rows/users.js";
import type { Part } from "./parts.js";

const KNOWN_MAX = 1000;
const known = new WeakMap<Ports["view"], Map<string, number>>();

/**
 * How many users the parts of an issue have met, each once. Within a generation a part's set only grows, so that its size
 * says which it is, and what was counted of a root need not be counted again before somebody else met it.
 */
export async function countUsers(ports: Pick<Ports, "view">, parts: readonly Part[]): Promise<number> {
  const [only, ...others] = parts;
  if (only && others.length === 0) return only.state.users.count;
  const name = parts.map(({ pk, state }) => `${pk} ${state.series.gen} ${state.users.count}`).join("\n");
  const counts = known.get(ports.view) ?? new Map<string, number>();
  known.set(ports.view, counts);
  const count = counts.get(name) ?? (await counted(ports, parts));
  if (counts.size >= KNOWN_MAX) counts.clear();
  counts.set(name, count);
  return count;
}

/** Those of these users that none of the parts has met. */
export async function newToAll(
  ports: Pick<Ports, "view">,
  parts: readonly Part[],
  users: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const fresh = new Set(users);
  for (const bucket of BUCKETS.filter((name) => [...users].some((user) => user.startsWith(name))))
    for (const { pk, state } of parts)
      for (const user of await usersIn(ports, { pk, ...state.series }, state.users, bucket))
        fresh.delete(user);
  return fresh;
}

/** Bucket by bucket, so that a sixteenth of them is in memory at a time. */
async function counted(ports: Pick<Ports, "view">, parts: readonly Part[]): Promise<number> {
  let count = 0;
  for (const bucket of BUCKETS) {
    const users = new Set<string>();
    for (const { pk, state } of parts)
      for (const user of await usersIn(ports, { pk, ...state.series }, state.users, bucket)) users.add(user);
    count += users.size;
  }
  return count;
}
