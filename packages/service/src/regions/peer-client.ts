/** Together with the own look at the table it is less than the two seconds that a checker waits. */
const TIMEOUT_MILLISECONDS = 800;

/** Whether the region at this address could take an event, as its own write probe says. */
export async function writeProbeAt(url: string | undefined): Promise<boolean> {
  if (url === undefined) return false;
  try {
    return (await fetch(`${url}/health/canary`, { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) })).ok;
  } catch {
    // Not reachable is the answer.
    return false;
  }
}
