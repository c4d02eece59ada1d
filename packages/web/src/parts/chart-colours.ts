import { useEffect, useState } from "react";
import { useSettings } from "../settings/settings.js";

export interface ChartColours {
  readonly text: string;
  readonly line: string;
  readonly gap: string;
  readonly first: string;
  readonly second: string;
}

/** The theme's colours as a canvas takes them: it knows no variables. */
export function useChartColours(): ChartColours {
  const { theme } = useSettings();
  const [colours, setColours] = useState(read);
  useEffect(() => {
    const system = matchMedia("(prefers-color-scheme: dark)");
    const update = (): void => setColours(read());
    if (theme) update();
    system.addEventListener("change", update);
    return () => system.removeEventListener("change", update);
  }, [theme]);
  return colours;
}

const NAMES = {
  text: "--color-soft",
  line: "--color-line",
  gap: "--color-gap",
  first: "--color-region-a",
  second: "--color-region-b",
} as const;

/** Asked of an element that is there for a moment: only as a colour is a pair of light and dark decided. */
function read(): ChartColours {
  const probe = document.body.appendChild(document.createElement("span"));
  const colourOf = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const colours = {
    text: colourOf(NAMES.text),
    line: colourOf(NAMES.line),
    gap: colourOf(NAMES.gap),
    first: colourOf(NAMES.first),
    second: colourOf(NAMES.second),
  };
  probe.remove();
  return colours;
}
