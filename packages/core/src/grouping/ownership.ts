import type { Frame } from "../report.js";
import { type CallFacts, isOwn } from "./v2/own-code.js";

/** Whether a call is the team's own, and what the first mechanism took it for where that was something else. */
export function ownership(facts: CallFacts, formerly: boolean): Pick<Frame, "inApp" | "formerlyInApp"> {
  const inApp = isOwn(facts);
  return inApp === formerly ? { inApp } : { inApp, formerlyInApp: formerly };
}
