import { mapFreeForm, mapRecord, mapTexts, type Visitor } from "./free-form.js";
import type { Breadcrumb, Frame, Report, RequestInfo, Thrown, User } from "./report.js";

/** A report with every text in it visited, whichever part it stands in. The given one stays as it is. */
export function mapReport(report: Report, visitor: Visitor): Report {
  const { text } = visitor;
  const { user, tags, breadcrumbs, request, contexts, extra, raw } = report;
  return {
    ...mapStrings(report, visitor),
    message: text(report.message),
    exceptions: report.exceptions.map((thrown) => mapThrown(thrown, visitor)),
    fingerprint: report.fingerprint?.map(text),
    formerly: report.formerly && mapThrown(report.formerly, visitor),
    user: user && (mapStrings(user, visitor) satisfies User),
    tags: tags && mapTexts(tags, visitor),
    breadcrumbs: breadcrumbs?.map((crumb) => mapBreadcrumb(crumb, visitor)),
    request: request && mapRequest(request, visitor),
    contexts: contexts && mapRecord(contexts, visitor),
    extra: extra && mapRecord(extra, visitor),
    raw: mapFreeForm(raw, visitor),
  };
}

/** The object with its own strings visited, itself when none of them changes; what lies deeper is left as it is. */
function mapStrings<T extends object>(value: T, { text }: Visitor): T {
  let copy: T | undefined;
  for (const key of Object.keys(value)) {
    const before: unknown = Reflect.get(value, key);
    const after = typeof before === "string" ? text(before) : before;
    if (after === before) continue;
    copy ??= { ...value };
    Reflect.set(copy, key, after);
  }
  return copy ?? value;
}

function mapThrown(thrown: Thrown, visitor: Visitor): Thrown {
  return { ...mapStrings(thrown, visitor), frames: thrown.frames.map((frame) => mapFrame(frame, visitor)) };
}

function mapFrame(frame: Frame, visitor: Visitor): Frame {
  const mapped = mapStrings(frame, visitor);
  const { code, vars } = frame;
  if (!code && !vars) return mapped;
  return {
    ...mapped,
    code: code && mapTexts(visitor.lines?.(code) ?? code, { ...visitor, named: undefined }),
    vars: vars && mapRecord(vars, visitor),
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
