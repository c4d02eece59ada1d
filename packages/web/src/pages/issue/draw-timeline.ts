import uPlot from "uplot";
import { type Colours, hatched, regionFills } from "../../components/chart-colours.js";
import { HOURS } from "../../format/time.js";
import type { ChartData } from "./chart-data.js";
import { type Mark, placeLabels } from "./release-marks.js";

/** A time without data from a region. */
interface Band {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

export interface Drawing {
  readonly data: ChartData;
  readonly marks: readonly Mark[];
  readonly bands: readonly Band[];
  readonly regions: readonly string[];
  readonly isLogarithmic: boolean;
  readonly from: number;
  readonly to: number;
  readonly width: number;
  readonly language: string;
  /** A span was chosen by dragging, in milliseconds. */
  readonly onZoom: (from: number, to: number) => void;
  /** Where the pointer is: the place of the bar, or none. */
  readonly onPoint: (place: number | undefined) => void;
}

const HEIGHT = 222;
/** Above the bars, room for names of releases. */
const LABEL_ROWS = 2;
const ROW_HEIGHT = 13;
const FONT = "11px ui-sans-serif, system-ui, sans-serif";
const LINEAR = 1;
/** Counts from one to millions stay readable, and zero has a place: log-like, but not quite. */
const ARCSINH = 4;

/** Draws a timeline into an element, and gives back how to remove it. */
export function drawTimeline(element: HTMLElement, drawing: Drawing, colours: Colours): () => void {
  const plot = new uPlot(optionsOf(drawing, colours), alignedData(drawing.data), element);
  return () => plot.destroy();
}

const alignedData = ({ times, regions }: ChartData): uPlot.AlignedData => [
  [...times],
  ...regions.map(({ tops }) => [...tops]),
];

function optionsOf(drawing: Drawing, colours: Colours): uPlot.Options {
  const { data, from, to, width, isLogarithmic, language } = drawing;
  const axis = { stroke: colours.soft, font: FONT, ticks: { show: false } };
  const grid = { stroke: colours.line, width: 1 };
  return {
    width,
    height: HEIGHT,
    // On the right, room for half a label of the last tick.
    padding: [12 + LABEL_ROWS * ROW_HEIGHT, 28, 0, 0],
    legend: { show: false },
    scales: {
      x: { time: true, range: [from / 1000, to / 1000] },
      y: { distr: isLogarithmic ? ARCSINH : LINEAR, range: (_, __, max) => [0, Math.max(4, max * 1.08)] },
    },
    axes: [
      {
        ...axis,
        space: 64,
        grid: { show: false },
        values: (_, ticks) => timeLabels(ticks, to - from, language),
      },
      { ...axis, grid, size: 46, values: (_, ticks) => ticks.map((tick) => countLabel(tick, language)) },
    ],
    series: [{}, ...data.regions.map(({ region }) => seriesOf(region, drawing, colours))],
    cursor: { drag: { x: true, y: false, setScale: false }, points: { show: false } },
    hooks: {
      drawClear: [(plot) => drawBands(plot, drawing, colours)],
      draw: [(plot) => drawMarks(plot, drawing, colours)],
      setSelect: [(plot) => choose(plot, drawing)],
      setCursor: [(plot) => drawing.onPoint(plot.cursor.idx ?? undefined)],
    },
  };
}

function seriesOf(region: string, { regions }: Drawing, colours: Colours): uPlot.Series {
  const fill = regionFills(colours)[regions.indexOf(region) === 1 ? 1 : 0];
  const bars = uPlot.paths.bars;
  return {
    label: region,
    fill: () => fill ?? colours.regionA,
    stroke: "transparent",
    width: 0,
    points: { show: false },
    ...(bars ? { paths: bars({ size: [0.82, 28], align: 1 }) } : {}),
  };
}

function choose(plot: uPlot, { onZoom }: Drawing): void {
  const { left, width } = plot.select;
  if (width < 4) return;
  onZoom(plot.posToVal(left, "x") * 1000, plot.posToVal(left + width, "x") * 1000);
}

function drawBands(plot: uPlot, { bands }: Drawing, colours: Colours): void {
  const { ctx, bbox } = plot;
  for (const { from, to } of bands) {
    const left = Math.max(bbox.left, plot.valToPos(from, "x", true));
    const right = Math.min(bbox.left + bbox.width, plot.valToPos(to, "x", true));
    if (right <= left) continue;
    ctx.save();
    ctx.fillStyle = hatched(colours.gap, colours.surface, "left");
    ctx.fillRect(left, bbox.top, Math.max(3, right - left), bbox.height);
    ctx.restore();
  }
}

function drawMarks(plot: uPlot, { marks }: Drawing, colours: Colours): void {
  const { ctx, bbox } = plot;
  const ratio = uPlot.pxRatio;
  const right = bbox.left + bbox.width;
  ctx.save();
  ctx.font = FONT.replace("11", String(11 * ratio));
  // The axes, drawn before, leave another.
  ctx.textAlign = "left";
  ctx.strokeStyle = colours.soft;
  ctx.fillStyle = colours.ink;
  ctx.setLineDash([4 * ratio, 3 * ratio]);
  const named = marks
    .map(({ at, label }) => ({ x: Math.round(plot.valToPos(at, "x", true)), text: shortened(label) }))
    .filter(({ x }) => x >= bbox.left && x <= right)
    .map((mark) => ({ ...mark, width: ctx.measureText(mark.text).width }));
  // A name that has no room is left out; its line stays, and the table has it.
  const places = placeLabels(named, { right, gap: 8 * ratio, rows: LABEL_ROWS });
  named.forEach(({ x, text }, index) => {
    const place = places[index];
    const up = (place?.row ?? 0) * ROW_HEIGHT * ratio;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top - 6 * ratio - up);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    if (place) ctx.fillText(text, place.left, bbox.top - 8 * ratio - up);
  });
  ctx.restore();
}

const LABEL_CHARS_MAX = 18;

const shortened = (label: string): string =>
  label.length > LABEL_CHARS_MAX ? `${label.slice(0, LABEL_CHARS_MAX - 1)}…` : label;

const DAY = 86_400_000;

/** Times of day within two days, else days; between two days of a week, the time of day. */
function timeLabels(ticks: readonly number[], length: number, language: string): string[] {
  const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: HOURS });
  const day = new Intl.DateTimeFormat(language, { month: "short", day: "numeric" });
  const isMidnight = (date: Date): boolean => date.getHours() === 0 && date.getMinutes() === 0;
  return ticks.map((tick) => {
    const date = new Date(tick * 1000);
    return isMidnight(date) || length > 15 * DAY ? day.format(date) : time.format(date);
  });
}

const countLabel = (count: number, language: string): string =>
  Number.isInteger(count) && count >= 0
    ? new Intl.NumberFormat(language, { notation: "compact" }).format(count)
    : "";
