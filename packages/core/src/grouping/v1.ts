import type { Grouping } from "../project.js";
import type { Frame, Report, Thrown } from "../report.js";
import { type Explanation, type Reasoned, valued } from "./explanation.js";
import { baseName } from "./v1/base-name.js";
import { blankVariables } from "./v1/blank-variables.js";
import { functionName } from "./v1/function-name.js";

/**
 * Calls nearest the crash that tell issues apart. What lies further out is how one got there, and SDKs differ in how
 * far out they look: see docs/decisions/0011-two-calls-make-an-issue.md.
 */
const CALLS_MAX = 2;

/** The first mechanism, frozen: its values name stored issues, so nothing in this file or its folder may change them. */
export const v1 = { name: "v1", since: "2026-11-24", explain };

/**
 * A client's own fingerprint wins. Otherwise class and in-app calls, without line numbers, because a deploy
 * shifts them; messages count only where there is nothing better, with numbers and ids blanked.
 */
function explain(report: Report, grouping: Grouping): Explanation {
  const computed = grouping === "message" ? byExactMessage(formerly(report)) : byCode(report);
  const own = report.fingerprint?.filter((part) => part !== "") ?? [];
  if (own.length === 0) return valued("v1", computed);
  const parts = own.flatMap((part) => (/^\{\{\s*default\s*\}\}$/.test(part) ? computed.parts : [part]));
  return valued("v1", { by: "own", reason: "the client set a fingerprint of its own", parts });
}

const byExactMessage = ({ message }: Thrown): Reasoned => ({
  by: "exact-message",
  reason: "this project groups by the exact message",
  parts: [message],
});

function byCode(told: Report): Reasoned {
  const report = formerly(told);
  const byMessage = (): string[] => [report.type, blankVariables(report.message)];
  if (!isClass(report.type))
    return {
      by: "message",
      reason: "no class, so the message, with numbers and ids blanked",
      parts: byMessage(),
    };
  const { frames } = report;
  const inApp = calls(frames.filter(({ inApp, formerlyInApp }) => formerlyInApp ?? inApp));
  if (inApp.length > 0)
    return {
      by: "own-calls",
      reason: "class and calls in your code, without line numbers",
      parts: [report.type, ...inApp],
    };
  const all = calls(frames);
  if (all.length > 0)
    return {
      by: "all-calls",
      reason: "class and all calls: none is in your code",
      parts: [report.type, ...all],
    };
  return {
    by: "class-and-message",
    reason: "no stack, so class and message, with numbers and ids blanked",
    parts: byMessage(),
  };
}

/** What a wire said when this mechanism was the only one: its values go by that, however the wire is read today. */
const formerly = ({ type, message, exceptions, formerly: then }: Report): Thrown =>
  then ?? { type, message, frames: exceptions[0]?.frames ?? [] };

/** As much of an error as this mechanism looks at, for reports that tell it beside what is read today. */
export function formerThrown({ type, message, frames }: Thrown): Thrown {
  const flagged = frames.map((frame) => ({ ...frame, inApp: frame.formerlyInApp ?? frame.inApp }));
  const inApp = telling(flagged.filter((frame) => frame.inApp));
  const kept = inApp.length > 0 ? inApp : telling(flagged);
  return {
    type,
    message,
    frames: kept.map(({ file, function: name, inApp }) => ({ file, function: name, inApp })),
  };
}

// PHP and syslog-like senders put a severity where others put a class; it says nothing about identity.
const NO_CLASS = new Set(
  "_ notice warning error fatal deprecated exception parse strict info debug trace critical alert emergency message log".split(
    " ",
  ),
);

const isClass = (type: string): boolean => type !== "" && !NO_CLASS.has(type);

/**
 * Calls as text, crash site first. Only base names of files: one SDK sends a path from the project's root,
 * another from the disk's, and one failure seen by both has to be one issue.
 */
const calls = (frames: readonly Frame[]): string[] => telling(frames).map(callOf);

const callOf = ({ file, function: name }: Frame): string => `${baseName(file)}:${functionName(name)}`;

/** The nearest calls that tell something, as many as count. */
function telling(frames: readonly Frame[]): Frame[] {
  const found: Frame[] = [];
  let before: string | undefined;
  let isCrashSite = true;
  for (const frame of frames) {
    const call = callOf(frame);
    const isRepeated = call === ":" || call === before;
    before = call;
    if (isRepeated) continue;
    // Callbacks without a name say where only as the crash site itself.
    if (isCrashSite || !call.endsWith(":")) found.push(frame);
    isCrashSite = false;
    if (found.length === CALLS_MAX) break;
  }
  return found;
}
