import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { shortCount } from "../format/number.js";
import { duration } from "../format/time.js";
import { useSettings } from "../settings/settings.js";
import type { Settings } from "../settings/stored-settings.js";
import { type Colours, currentColours } from "./chart-colours.js";
import { useIsDark } from "./is-dark.js";

interface LineChartProps {
  /** What it shows: the figures themselves are told as text beside it. */
  readonly label: string;
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
  readonly unit: string;
}

const HEIGHT = 110;

/** Lines over time, one a region, in the regions' colours; gaps stay gaps. */
export function LineChart({ label, times, series, unit }: LineChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const { language } = useSettings();
  const isDark = useIsDark();
  const data: uPlot.AlignedData = [[...times], ...series.map(({ values }) => [...values])];
  const latest = useRef(data);
  latest.current = data;
  const names = series.map(({ name }) => name).join(" ");

  // biome-ignore lint/correctness/useExhaustiveDependencies: whether it is dark decides what the colours read from the page are
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    const colours = currentColours(element);
    const options = optionsOf({
      names: names.split(" "),
      unit,
      language,
      colours,
      width: element.clientWidth,
    });
    const made = new uPlot(options, latest.current, element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [names, unit, language, isDark]);
  useEffect(() => chart.current?.setData(data));
  return (
    <div ref={place} role="img" aria-label={`${label}: ${told(series, unit, language)}`} className="h-27.5" />
  );
}

const told = (series: LineChartProps["series"], unit: string, language: string): string =>
  series
    .map(
      ({ name, values }) =>
        `${name} ${shown(
          values.findLast((value) => value !== null),
          unit,
          language,
        )}`,
    )
    .join(", ");

const shown = (value: number | null | undefined, unit: string, language: string): string => {
  if (value === null || value === undefined) return "–";
  return unit === "milliseconds" ? duration(value, language) : shortCount(value, language);
};

interface Options {
  readonly names: readonly string[];
  readonly unit: string;
  readonly language: Settings["language"];
  readonly colours: Colours;
  readonly width: number;
}

/** 1, 2, 5, 10 …: as far apart as figures may stand. */
const WHOLE_STEPS = Array.from({ length: 13 }, (_, power) =>
  [1, 2, 5].map((step) => step * 10 ** power),
).flat();

function optionsOf({ names, unit, language, colours, width }: Options): uPlot.Options {
  const axis = { stroke: colours.soft, font: "11px system-ui", ticks: { show: false } };
  const time = new Intl.DateTimeFormat(language, { timeStyle: "short", hourCycle: "h23" });
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 5 } },
    scales: { y: { range: (_chart, _low, high) => [0, Math.max(1, (high ?? 0) * 1.1)] } },
    axes: [
      {
        ...axis,
        size: 24,
        grid: { show: false },
        space: 70,
        values: (_chart, splits) => splits.map((at) => time.format(at * 1000)),
      },
      {
        ...axis,
        size: 52,
        // Nothing here is counted in halves, and half a millisecond would be named as a whole one.
        incrs: WHOLE_STEPS,
        grid: { stroke: colours.line, width: 1 },
        space: 32,
        values: (_chart, splits) => splits.map((value) => shown(value, unit, language)),
      },
    ],
    series: [
      {},
      ...names.map((name, order) => ({
        label: name,
        stroke: order % 2 === 1 ? colours.regionB : colours.regionA,
        width: 1.5,
        spanGaps: false,
        // A value between two gaps has no line: without its point nothing would be seen of it.
        points: { filter: alonePoints, size: 5, fill: order % 2 === 1 ? colours.regionB : colours.regionA },
        // Where two lines lie on each other, both are seen.
        ...(order % 2 === 1 ? { dash: [4, 3] } : {}),
      })),
    ],
  };
}

/** The places of values without a neighbour, as uPlot asks for them. */
const alonePoints = (chart: uPlot, series: number): number[] => {
  const values = chart.data[series] ?? [];
  return [...values.keys()].filter(
    (place) => values[place] != null && values[place - 1] == null && values[place + 1] == null,
  );
};
