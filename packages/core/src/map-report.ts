import { mapFreeForm, mapLines, mapRecord, mapTexts, type Visitor } from "./free-form.js";
import type { Breadcrumb, Frame, Report, RequestInfo, Thrown, User } from "./report.js";
import { mapAll, withParts } from "./with-parts.js";

/** A report with every text in it visited, whichever part it stands in. The given one stays as it is. */
export function mapReport(report: Report, visitor: Visitor): Report {
  const { user, tags, breadcrumbs, request, contexts, extra, raw } = report;
  return withParts(mapStrings(report, visitor), {
    exceptions: mapAll(report.exceptions, (thrown) => mapThrown(thrown, visitor)),
    fingerprint: report.fingerprint && mapAll(report.fingerprint, visitor.text),
    formerly: report.formerly && mapThrown(report.formerly, visitor),
    user: user && (mapStrings(user, visitor) satisfies User),
    tags: tags && mapTexts(tags, visitor),
    breadcrumbs: breadcrumbs && mapAll(breadcrumbs, (crumb) => mapBreadcrumb(crumb, visitor)),
    request: request && mapRequest(request, visitor),
    contexts: contexts && mapRecord(contexts, visitor),
    extra: extra && mapRecord(extra, visitor),
    raw: mapFreeForm(raw, visitor),
  });
}

/** The object with its own strings visited, itself when none of them changes; what lies deeper is left as it is. */
function mapStrings<T extends object>(value: T, { text }: Visitor): T {
  let copy: T | undefined;
  for (const key in value) {
    const before: unknown = value[key];
    if (typeof before !== "string") continue;
    const after = text(before);
    if (after === before) continue;
    copy ??= { ...value };
    Reflect.set(copy, key, after);
  }
  return copy ?? value;
}

const mapThrown = (thrown: Thrown, visitor: Visitor): Thrown =>
  withParts(mapStrings(thrown, visitor), {
    frames: mapAll(thrown.frames, (frame) => mapFrame(frame, visitor)),
  });

function mapFrame(frame: Frame, visitor: Visitor): Frame {
  const mapped = mapStrings(frame, visitor);
  const { code, vars } = frame;
  if (!code && !vars) return mapped;
  return withParts(mapped, {
    code: code && mapLines(visitor.lines?.(code) ?? code, visitor),
    vars: vars && mapRecord(vars, visitor),
  });
}

const mapBreadcrumb = (crumb: Breadcrumb, visitor: Visitor): Breadcrumb =>
  withParts(mapStrings(crumb, visitor), { data: mapFreeForm(crumb.data, visitor) });

function mapRequest(request: RequestInfo, visitor: Visitor): RequestInfo {
  const { headers, query, body } = request;
  return withParts(mapStrings(request, visitor), {
    headers: headers && mapTexts(headers, visitor),
    query: mapFreeForm(query, visitor),
    body: mapFreeForm(body, visitor),
  });
}
