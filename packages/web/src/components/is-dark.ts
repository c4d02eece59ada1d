import { useEffect, useState } from "react";
import { useSettings } from "../settings/settings.js";

const DARK = "(prefers-color-scheme: dark)";

/** Whether the page is dark right now, by choice or with the system: what a canvas has to be drawn anew for. */
export function useIsDark(): boolean {
  const { theme } = useSettings();
  const [isSystemDark, setSystemDark] = useState(() => matchMedia(DARK).matches);
  useEffect(() => {
    const query = matchMedia(DARK);
    const listen = (): void => setSystemDark(query.matches);
    query.addEventListener("change", listen);
    return () => query.removeEventListener("change", listen);
  }, []);
  return theme === "system" ? isSystemDark : theme === "dark";
}
