import { type ReactNode, useEffect, useState } from "react";

/**
 * Its children in a moment when the browser has nothing else to do: what stands above them is seen and can be used first,
 * and each part is a short task of its own. Until then, `meanwhile` keeps its place.
 */
export function Later({
  children,
  meanwhile,
}: {
  readonly children: ReactNode;
  readonly meanwhile?: ReactNode;
}) {
  const [isTime, setTime] = useState(false);
  useEffect(() => whenIdle(() => setTime(true)), []);
  return isTime ? children : meanwhile;
}

/** Not every browser says when it is idle. */
const PATIENCE_MILLISECONDS = 500;

function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === "undefined") {
    const timer = setTimeout(run);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(run, { timeout: PATIENCE_MILLISECONDS });
  return () => cancelIdleCallback(handle);
}
