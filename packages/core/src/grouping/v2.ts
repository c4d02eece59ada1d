import type { Grouping } from "../project.js";
import type { Frame, Report, Thrown } from "../report.js";
import { type Explanation, type Reasoned, valued } from "./explanation.js";
import { v1 } from "./v1.js";
import { className, isClass } from "./v2/class-name.js";
import { deciding } from "./v2/deciding.js";
import { fileName, isNoFile } from "./v2/file-name.js";
import { functionName, qualifierOf } from "./v2/function-name.js";
import { template } from "./v2/template.js";

/** As many as v1 takes: see docs/decisions/0011-two-calls-make-an-issue.md. */
const CALLS_MAX = 2;

/** The second mechanism: see docs/decisions/0047-grouping-v2.md. */
export const v2 = { name: "v2", since: "2026-11-29", explain };

/**
 * What the client or the project decides has the value it always had. Otherwise the error that says what went wrong:
 * its class and its calls in the team's own code, each by the name all SDKs of the language would agree on.
 */
function explain(report: Report, grouping: Grouping): Explanation {
  const own = report.fingerprint?.filter((part) => part !== "") ?? [];
  if (grouping === "message" && own.length === 0) return v1.explain(report, grouping);
  if (own.length === 0) return valued("v2", byCode(report));
  if (!own.some(isDefault)) return v1.explain(report, grouping);
  const computed = grouping === "message" ? [report.message] : byCode(report).parts;
  const parts = own.flatMap((part) => (isDefault(part) ? computed : [part]));
  return valued("v2", { by: "own", reason: "the client set a fingerprint of its own", parts });
}

const isDefault = (part: string): boolean => /^\{\{\s*default\s*\}\}$/.test(part);

function byCode(report: Report): Reasoned {
  const decides = deciding(report);
  const type = decides?.type ?? report.type;
  const said = (): string => template(report.template ?? messageOf(report, decides));
  if (!hasClass(type, report))
    return {
      by: "message",
      reason: "no class, so the message, with numbers and ids blanked",
      parts: [said()],
    };
  const name = className(type);
  const frames = decides?.frames ?? [];
  const inApp = calls(frames.filter((frame) => frame.inApp));
  if (inApp.length > 0)
    return {
      by: "own-calls",
      reason: "class and calls in your code, without line numbers",
      parts: [name, ...inApp],
    };
  const [crashSite] = calls(frames);
  if (crashSite !== undefined)
    return {
      by: "all-calls",
      reason: "class, message and crash site: no call is in your code",
      parts: [name, said(), crashSite],
    };
  return {
    by: "class-and-message",
    reason: "no stack, so class and message, with numbers and ids blanked",
    parts: [name, said()],
  };
}

/** Loggers put their own name (`shop.pay`) where a class should stand. */
const hasClass = (type: string, { template: logged }: Report): boolean =>
  isClass(type) && (logged === undefined || /^[A-Z]/.test(className(type)));

/** The outermost error may have been told with a text of its own. */
const messageOf = (report: Report, decides: Thrown | undefined): string =>
  decides === undefined || decides === report.exceptions[0] ? report.message : decides.message;

/** The nearest calls as text, crash site first, without repetitions and without nameless callbacks further out. */
function calls(frames: readonly Frame[]): string[] {
  const found: string[] = [];
  let before = "";
  for (const frame of frames) {
    const called = calledIn(frame);
    const call = `${placeOf(frame)}:${called}`;
    const tells = call !== ":" && call !== before && (found.length === 0 || called !== "");
    before = call;
    if (tells) found.push(call);
    if (found.length === CALLS_MAX) break;
  }
  return found;
}

const calledIn = ({ file, module, function: name, offset = "" }: Frame): string =>
  functionName(name, file, module) || (isNoFile(file) ? offset : "");

/** Where no file is told, the class that the function belongs to, else the binary. */
function placeOf({ file, module, function: name, package: binary = "" }: Frame): string {
  if (module !== undefined || !isNoFile(file)) return fileName(file, module);
  return fileName(file, qualifierOf(name)) || (functionName(name) === "" ? binaryName(binary) : "");
}

const binaryName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1).toLowerCase();
