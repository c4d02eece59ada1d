import { loop } from "../region/loop.js";

/**
 * How health is told, on AWS every 10 s and three times; here fifty times faster. A time-out is far above what a busy
 * machine takes: a slow region that is called dead sends everybody to the one that is.
 */
export const CHECK = { intervalMilliseconds: 200, timeoutMilliseconds: 2000, threshold: 3 } as const;

export interface HealthChecker {
  isHealthy(): boolean;
  /** True when the last check found nobody there; a region that answers late or badly is not gone. */
  isGone(): boolean;
  stop(): Promise<void>;
}

/** Asks a region's own address again and again; its word changes after so many equal answers in a row. */
export function healthChecker(
  url: string,
  onChange: (isHealthy: boolean) => void,
  timeoutMilliseconds: number = CHECK.timeoutMilliseconds,
): HealthChecker {
  let healthy = false;
  let seen: Seen = "gone";
  let contrary = 0;
  const checking = loop(async () => {
    seen = await look(url, timeoutMilliseconds);
    contrary = (seen === "well") === healthy ? 0 : contrary + 1;
    if (contrary >= CHECK.threshold) {
      healthy = !healthy;
      contrary = 0;
      onChange(healthy);
    }
    return CHECK.intervalMilliseconds;
  });
  return { isHealthy: () => healthy, isGone: () => seen === "gone", stop: () => checking.stop() };
}

type Seen = "well" | "unwell" | "gone";

async function look(url: string, timeoutMilliseconds: number): Promise<Seen> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(timeoutMilliseconds) });
    await response.body?.cancel();
    return response.ok ? "well" : "unwell";
  } catch (error) {
    // No answer is an answer.
    return error instanceof Error && error.name === "TimeoutError" ? "unwell" : "gone";
  }
}
