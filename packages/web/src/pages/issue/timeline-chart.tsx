import { useEffect, useRef, useState } from "react";
import "uplot/dist/uPlot.min.css";
import { currentColours } from "../../components/chart-colours.js";
import { useIsDark } from "../../components/is-dark.js";
import { useSettings } from "../../settings/settings.js";
import { type Drawing, drawTimeline } from "./draw-timeline.js";

type TimelineChartProps = Omit<Drawing, "width" | "language"> & { readonly label: string };

/** A timeline as bars on a canvas. What it says stands as text beside it: see `TimelinePanel`. */
export function TimelineChart({ label, ...drawing }: TimelineChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder);
  const { language } = useSettings();
  const isDark = useIsDark();
  const { data, marks, bands, regions, isLogarithmic, from, to, onZoom, onPoint } = drawing;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whether it is dark decides what the colours read from the page are
  useEffect(() => {
    const element = holder.current;
    if (!element || width === 0) return undefined;
    const all = { data, marks, bands, regions, isLogarithmic, from, to, width, language, onZoom, onPoint };
    return drawTimeline(element, all, currentColours(element));
  }, [data, marks, bands, regions, isLogarithmic, from, to, width, language, onZoom, onPoint, isDark]);
  return <div ref={holder} role="img" aria-label={label} className="min-h-[222px] w-full touch-pan-y" />;
}

function useWidth(holder: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = holder.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [holder]);
  return width;
}
