import { mapRecord, mapTexts, type Visitor } from "./free-form.js";
import { surelyFits } from "./json-chars-max.js";
import { mapReport } from "./map-report.js";
import type { Breadcrumb, Frame, Report, Thrown } from "./report.js";
import { mapAll, withParts } from "./with-parts.js";

/** What an event may hold. Characters, unless the name says otherwise; what is cut ends in `…`. */
export const LIMITS = {
  messageMax: 8_192,
  typeMax: 256,
  nameMax: 1_024,
  codeMax: 400,
  linesMax: 21,
  varsMax: 50,
  varMax: 1_000,
  textMax: 4_096,
  framesMax: 100,
  exceptionsMax: 10,
  breadcrumbsMax: 100,
  tagsMax: 50,
  tagMax: 200,
  entriesMax: 200,
  eventBytesMax: 100 * 1024,
} as const;

/** The report without the parts of its lists that no event keeps: nothing is done for what is left out later. */
export function shorten(report: Report): Report {
  const { exceptions, breadcrumbs } = report;
  const isShort =
    exceptions.length <= LIMITS.exceptionsMax &&
    exceptions.every(isShortStack) &&
    (breadcrumbs?.length ?? 0) <= LIMITS.breadcrumbsMax;
  if (isShort) return report;
  return {
    ...report,
    exceptions: exceptions.slice(0, LIMITS.exceptionsMax).map(shortenStack),
    breadcrumbs: breadcrumbs?.slice(-LIMITS.breadcrumbsMax),
  };
}

const isShortStack = ({ frames }: Thrown): boolean => frames.length <= LIMITS.framesMax;

/** Both ends tell most: the crash site, and where it all began. */
const shortenStack = (thrown: Thrown): Thrown =>
  isShortStack(thrown)
    ? thrown
    : { ...thrown, frames: [...thrown.frames.slice(0, 80), ...thrown.frames.slice(-20)] };

/** A report within the limits. Never throws, however deep or long it is. */
export function limit(report: Report): Report {
  const { tags } = report;
  const short = shorten(report);
  const bounded = mapReport(
    withParts(short, {
      exceptions: mapAll(short.exceptions, limitThrown),
      formerly: short.formerly && limitThrown(short.formerly),
    }),
    ALL_TEXTS,
  );
  return limitTotal(
    withParts(bounded, {
      message: cut(report.message, LIMITS.messageMax),
      type: cut(report.type, LIMITS.typeMax),
      release: optional(report.release, LIMITS.tagMax),
      environment: optional(report.environment, LIMITS.tagMax),
      tags: tags && mapTexts(tags, TAGS),
    }),
  );
}

/** The text, at most so long, well-formed whatever surrogates it had. */
function cut(text: string, charsMax: number): string {
  return (text.length > charsMax ? `${text.slice(0, charsMax - 1)}…` : text).toWellFormed();
}

const optional = (text: string | undefined, charsMax: number): string | undefined =>
  text === undefined ? undefined : cut(text, charsMax);

const limitThrown = (thrown: Thrown): Thrown =>
  withParts(thrown, {
    type: cut(thrown.type, LIMITS.typeMax),
    message: cut(thrown.message, LIMITS.messageMax),
    frames: mapAll(thrown.frames, limitFrame),
    stack: optional(thrown.stack, LIMITS.messageMax),
    suppressed: optional(thrown.suppressed, LIMITS.textMax),
  });

function limitFrame(frame: Frame): Frame {
  const { file, function: name, code, vars } = frame;
  return withParts(frame, {
    file: cut(file, LIMITS.nameMax),
    function: optional(name, LIMITS.nameMax),
    code: code && mapTexts(code, CODE),
    vars: vars && mapRecord(vars, VARS),
  });
}

const cutting = (charsMax: number, entriesMax: number): Visitor => ({
  text: (text) => cut(text, charsMax),
  entriesMax,
});

// Made once: a report has a hundred frames.
const ALL_TEXTS = cutting(LIMITS.textMax, LIMITS.entriesMax);
const VARS = cutting(LIMITS.varMax, LIMITS.varsMax);
const CODE = cutting(LIMITS.codeMax, LIMITS.linesMax);
const TAGS = cutting(LIMITS.tagMax, LIMITS.tagsMax);

const lastTwenty = (breadcrumbs: Breadcrumb[] | undefined): Breadcrumb[] | undefined =>
  breadcrumbs?.slice(-20);
const OMITTED = "[left out: the event was too large]";

/** What goes first when an event as a whole is too large, least useful first. */
const REDUCTIONS: readonly ((report: Report) => Report)[] = [
  (report) => withoutVars(report, ({ inApp }) => !inApp),
  (report) => ({ ...report, contexts: report.contexts && { ...report.contexts, modules: undefined } }),
  (report) => ({ ...report, breadcrumbs: lastTwenty(report.breadcrumbs) }),
  (report) => ({ ...report, request: report.request && { ...report.request, body: OMITTED } }),
  (report) => ({ ...report, extra: report.extra && { omitted: OMITTED } }),
  (report) => ({ ...report, contexts: report.contexts && { omitted: OMITTED } }),
  (report) => ({ ...report, raw: report.raw === undefined ? undefined : OMITTED, breadcrumbs: undefined }),
  (report) => withoutVars(report, () => true),
  (report) => ({ ...report, exceptions: report.exceptions.map(withoutCode) }),
];

function limitTotal(report: Report): Report {
  let rest = report;
  for (const reduction of REDUCTIONS) {
    if (isSmall(rest)) return rest;
    rest = reduction(rest);
  }
  return rest;
}

const isSmall = (report: Report): boolean =>
  surelyFits(report, LIMITS.eventBytesMax) || JSON.stringify(report).length <= LIMITS.eventBytesMax;

const withoutVars = (report: Report, isMeant: (frame: Frame) => boolean): Report => ({
  ...report,
  exceptions: report.exceptions.map((thrown) => ({
    ...thrown,
    frames: thrown.frames.map((frame) => (isMeant(frame) ? { ...frame, vars: undefined } : frame)),
  })),
});

const withoutCode = (thrown: Thrown): Thrown => ({
  ...thrown,
  frames: thrown.frames.map((frame) => ({ ...frame, code: undefined })),
});
