const TIMEOUT_MILLISECONDS = 1000;

/** Whether the region at this address could take an event, as its own canary says. */
export async function writeProbeAt(url: string | undefined): Promise<boolean> {
  if (url === undefined) return false;
  try {
    return (await fetch(`${url}/health/canary`, { signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) })).ok;
  } catch {
    // Not reachable is the answer.
    return false;
  }
}
