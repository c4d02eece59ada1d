import { mapFreeForm, mapRecord, mapTexts, type Visitor } from "./free-form.js";
import type { Breadcrumb, Frame, Report, RequestInfo, Thrown, User } from "./report.js";

/** A copy of a report with every text in it visited, whichever part it stands in. */
export function mapReport(report: Report, visitor: Visitor): Report {
  const { text } = visitor;
  const { user, tags, breadcrumbs, request, contexts, extra, raw } = report;
  return {
    ...mapStrings(report, visitor),
    message: text(report.message),
    exceptions: report.exceptions.map((thrown) => mapThrown(thrown, visitor)),
    fingerprint: report.fingerprint?.map(text),
    user: user && (mapStrings(user, visitor) satisfies User),
    tags: tags && mapTexts(tags, visitor),
    breadcrumbs: breadcrumbs?.map((crumb) => mapBreadcrumb(crumb, visitor)),
    request: request && mapRequest(request, visitor),
    contexts: contexts && mapRecord(contexts, visitor),
    extra: extra && mapRecord(extra, visitor),
    raw: mapFreeForm(raw, visitor),
  };
}

/** The same object with its own strings visited; what lies deeper is left as it is. */
function mapStrings<T extends object>(value: T, { text }: Visitor): T {
  const copy = { ...value };
  for (const key of Object.keys(copy)) visitString(copy, key, text);
  return copy;
}

function visitString(target: object, key: string, text: (text: string) => string): void {
  const value: unknown = Reflect.get(target, key);
  if (typeof value === "string") Reflect.set(target, key, text(value));
}

function mapThrown(thrown: Thrown, visitor: Visitor): Thrown {
  return { ...mapStrings(thrown, visitor), frames: thrown.frames.map((frame) => mapFrame(frame, visitor)) };
}

function mapFrame(frame: Frame, visitor: Visitor): Frame {
  return {
    ...mapStrings(frame, visitor),
    code: frame.code && mapTexts(frame.code, { ...visitor, named: undefined }),
  };
}

function mapBreadcrumb(crumb: Breadcrumb, visitor: Visitor): Breadcrumb {
  return { ...mapStrings(crumb, visitor), data: mapFreeForm(crumb.data, visitor) };
}

function mapRequest(request: RequestInfo, visitor: Visitor): RequestInfo {
  const { headers, query, body } = request;
  return {
    ...mapStrings(request, visitor),
    headers: headers && mapTexts(headers, visitor),
    query: mapFreeForm(query, visitor),
    body: mapFreeForm(body, visitor),
  };
}
