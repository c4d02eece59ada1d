const PLACE = "faultline-reloaded";
const AGAIN_MILLISECONDS = 60_000;

/**
 * Loads the page anew when a part of it is no longer there: after a deployment, or when the other region has another build.
 * Once a minute at the most, so that a part that is missing for good does not make a page that loads for ever.
 */
export function reloadOnceOnNewBuild(): void {
  addEventListener("vite:preloadError", (event) => {
    if (!mayReload(Date.now())) return;
    event.preventDefault();
    location.reload();
  });
}

function mayReload(now: number): boolean {
  try {
    const last = Number(sessionStorage.getItem(PLACE) ?? 0);
    if (now - last < AGAIN_MILLISECONDS) return false;
    sessionStorage.setItem(PLACE, String(now));
    return true;
  } catch {
    // Nothing can be remembered, so nothing keeps it from going on for ever.
    return false;
  }
}
