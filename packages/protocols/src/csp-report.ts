import { ownership } from "@faultline/core/grouping/ownership";
import { place } from "@faultline/core/grouping/v1/in-app";
import type { Frame, Report } from "@faultline/core/report";
import * as z from "zod";
import { gather } from "./gather.js";
import { parseLooseJson } from "./json.js";
import { filled, integer, isRecord, record, text } from "./loose.js";
import { droppedOf } from "./outcomes.js";
import type { Parsed, Protocol } from "./protocol.js";
import { refusal } from "./refusal.js";
import { baseOf } from "./setup.js";

// What browsers report of a content security policy: `report-uri` sends `application/csp-report`, `report-to` sends
// `application/reports+json`. https://www.w3.org/TR/CSP3/#reporting and https://www.w3.org/TR/reporting-1/

export const cspReport: Protocol = {
  name: "csp-report",
  paths: ["/csp", "/api/:project/security"],
  setups: (place) => {
    const reportUri = `${baseOf(place)}/csp?key=${place.key}`;
    const snippet = `Content-Security-Policy-Report-Only: default-src 'self'; report-uri ${reportUri}`;
    return { csp: { title: "Content Security Policy", reportUri, snippet } };
  },
  // A browser adds no header of ours: the address in the policy has to carry the key.
  credential: ({ query, params }) => {
    const key = query.get("key") || query.get("sentry_key");
    const project = query.get("project") ?? undefined;
    return key ? { key, project, projectNumber: params.project } : undefined;
  },
  parse: ({ body }) => toParsed(parseLooseJson(body)),
  answer: () => ({ status: 204, body: "" }),
  refuse: refusal,
};

const Legacy = z.looseObject({
  "document-uri": text,
  referrer: text,
  "effective-directive": text,
  "violated-directive": text,
  "blocked-uri": text,
  "source-file": text,
  "line-number": integer,
  "column-number": integer,
  "script-sample": text,
  disposition: text,
  "original-policy": text,
});
const Modern = z.looseObject({
  documentURL: text,
  referrer: text,
  effectiveDirective: text,
  blockedURL: text,
  sourceFile: text,
  lineNumber: integer,
  columnNumber: integer,
  sample: text,
  disposition: text,
  originalPolicy: text,
});
const Entry = z.looseObject({ type: text, user_agent: text, body: record, "csp-report": record });

/** Reports of other kinds come to the same address (deprecations, crashes); they are no errors of the page. */
function toParsed(json: unknown): Parsed {
  const entries = Array.isArray(json) ? json : [json];
  const others = entries.map(otherKind).filter((kind) => kind !== undefined);
  const dropped = droppedOf(others);
  if (others.length === entries.length) return { reports: [], rejected: [], dropped };
  const own = entries.filter((entry) => otherKind(entry) === undefined);
  return {
    ...gather(own, toReport, 'Send {"csp-report":{…}} or a list of reports, as browsers do.'),
    dropped,
  };
}

function otherKind(entry: unknown): string | undefined {
  if (!isRecord(entry)) return undefined;
  if ("expect-ct-report" in entry) return "expect-ct";
  return typeof entry.type === "string" && entry.type !== "csp-violation" ? entry.type : undefined;
}

function toReport(json: unknown): Report | undefined {
  if (!isRecord(json)) return undefined;
  const { user_agent: userAgent, body, "csp-report": legacy } = Entry.parse(json);
  const found = legacy ? fromLegacy(legacy) : body && Modern.parse(body);
  if (!found || !filled({ ...found })) return undefined;
  const directive = (found.effectiveDirective ?? "unknown").split(" ", 1)[0] ?? "";
  const blocked = originOf(found.blockedURL ?? "inline");
  const message = `${directive} blocked ${blocked}`;
  return {
    level: found.disposition === "report" ? "warning" : "error",
    type: "ContentSecurityPolicy",
    message,
    exceptions: [{ type: "ContentSecurityPolicy", message, frames: framesOf(found) }],
    // What was blocked and why, not where in a page it stood.
    fingerprint: ["csp", directive, blocked],
    platform: "javascript",
    request: { url: found.documentURL, userAgent },
    extra: filled({
      blocked: found.blockedURL,
      referrer: found.referrer,
      sample: found.sample,
      policy: found.originalPolicy,
    }),
  };
}

type Violation = z.infer<typeof Modern>;

function fromLegacy(json: Record<string, unknown>): Violation {
  const report = Legacy.parse(json);
  return {
    documentURL: report["document-uri"],
    referrer: report.referrer,
    effectiveDirective: report["effective-directive"] ?? report["violated-directive"],
    blockedURL: report["blocked-uri"],
    sourceFile: report["source-file"],
    lineNumber: report["line-number"],
    columnNumber: report["column-number"],
    sample: report["script-sample"],
    disposition: report.disposition,
    originalPolicy: report["original-policy"],
  };
}

function framesOf({ sourceFile, lineNumber: line, columnNumber: column }: Violation): Frame[] {
  if (sourceFile === undefined) return [];
  const { file, inApp } = place(sourceFile);
  return [{ file, ...ownership({ file }, inApp), line, column }];
}

/** The origin of an address; words such as `inline`, `eval` and `data` as they are. */
const originOf = (blocked: string): string => /^[a-z]+:\/\/[^/?#]+/i.exec(blocked)?.[0] ?? blocked;
