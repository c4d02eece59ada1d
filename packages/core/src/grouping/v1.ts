import type { Grouping } from "../project.js";
import type { Frame, Report } from "../report.js";
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
  const computed = grouping === "message" ? byExactMessage(report) : byCode(report);
  const own = report.fingerprint?.filter((part) => part !== "") ?? [];
  if (own.length === 0) return valued("v1", computed);
  const parts = own.flatMap((part) => (/^\{\{\s*default\s*\}\}$/.test(part) ? computed.parts : [part]));
  return valued("v1", { by: "own", reason: "the client set a fingerprint of its own", parts });
}

const byExactMessage = ({ message }: Report): Reasoned => ({
  by: "exact-message",
  reason: "this project groups by the exact message",
  parts: [message],
});

function byCode(report: Report): Reasoned {
  const byMessage = [report.type, blankVariables(report.message)];
  if (!isClass(report.type))
    return {
      by: "message",
      reason: "no class, so the message, with numbers and ids blanked",
      parts: byMessage,
    };
  const frames = report.exceptions[0]?.frames ?? [];
  const inApp = calls(frames.filter((frame) => frame.inApp));
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
    parts: byMessage,
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
function calls(frames: readonly Frame[]): string[] {
  const calls = frames.map((frame) => `${baseName(frame.file)}:${functionName(frame.function)}`);
  const withoutRecursion = calls.filter((call, place) => call !== ":" && call !== calls[place - 1]);
  // Callbacks without a name say where only as the crash site itself.
  const telling = withoutRecursion.filter((call, place) => place === 0 || !call.endsWith(":"));
  return telling.slice(0, CALLS_MAX);
}
