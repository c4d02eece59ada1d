import type { Report } from "@faultline/core/report";
import { VisibleError } from "@faultline/core/visible-error";
import * as z from "zod";
import { type Shared, Surroundings, sharedOf, thrownOf } from "./airbrake-body.js";
import { boundedCopies } from "./bounded-copies.js";
import { parseJson } from "./json.js";
import { levelOf } from "./level.js";
import { flag, isRecord, list, moment, text } from "./loose.js";
import { rejectedOf, storedOf } from "./outcomes.js";
import type { Parsed, Protocol, Receipt, Rejected, WireAnswer } from "./protocol.js";
import { bearer } from "./refusal.js";
import { refuseTooMany } from "./report-count.js";
import { baseOf, quoted, type Setup, type SetupPlace } from "./setup.js";
import { unknownReport } from "./unknown-report.js";

// The original faultline's wire (2017). Its clients: faultline-js, -go, -php, -ruby.
// https://github.com/faultline/faultline/blob/master/docs/api.md
// What our own client (packages/client) says beyond that stands in each error: its id, the causes of it, whether it
// was handled, and surroundings of its own, since a batch holds the errors of many moments.

const Body = Surroundings.extend({ errors: z.array(z.unknown()).min(1), notifications: list });

const Own = Surroundings.extend({
  id: text,
  timestamp: moment,
  handled: flag,
  fingerprint: list,
  causes: list,
});
type Own = z.infer<typeof Own>;

export const faultline: Protocol = {
  name: "faultline",
  paths: ["/v0/projects/:project/errors"],
  credential: ({ headers, query, params }) => {
    // In the query a page needs no preflight for it, and a beacon can carry it.
    const key = headers.get("x-api-key") || bearer(headers) || query.get("key");
    return key ? { key, project: params.project } : undefined;
  },
  setups: (place) => ({ faultline: curlSetup(place), client: clientSetup(place) }),
  parse: ({ body }) => toParsed(parseJson(body)),
  answer,
  refuse: (error, status) => ({
    // The original knows no 401: whoever has no key gets the answer of who has a wrong one.
    status: status === 401 ? 403 : status,
    body: JSON.stringify({ errors: [{ message: error.message, code: error.code }], error: error.message }),
  }),
};

function answer(receipt: Receipt): WireAnswer {
  const { warnings } = receipt;
  const stored = storedOf(receipt);
  const rejected = rejectedOf(receipt);
  const body = {
    // faultline-js takes an answer without a top-level id for a failure.
    id: stored[0]?.eventId,
    data: { errors: { postCount: stored.length } },
    ...(rejected.length > 0 ? { rejected } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
  return { status: 201, body: JSON.stringify(body) };
}

function curlSetup(place: SetupPlace): Setup {
  const { project, key: apiKey } = place;
  const endpoint = `${baseOf(place)}/v0`;
  const url = `${endpoint}/projects/${encodeURIComponent(project.name)}/errors`;
  const body = '{"errors":[{"type":"TypeError","message":"it broke"}]}';
  const snippet = `curl -i ${url} -H 'x-api-key: ${apiKey}' -H 'content-type: application/json' -d '${body}'`;
  return { title: "curl", endpoint, project: project.name, apiKey, snippet };
}

/** Our own client, for Node and browsers. */
function clientSetup(place: SetupPlace): Setup {
  const { key, project } = place;
  const url = baseOf(place);
  const snippet = `faultline({ url: ${quoted(url)}, project: ${quoted(project.name)}, key: ${quoted(key)} });`;
  return { title: "JavaScript", url, project: project.name, key, snippet };
}

function toParsed(json: unknown): Parsed {
  const parsed = Body.safeParse(json);
  if (!parsed.success) {
    throw new VisibleError(
      "bad_request",
      "no_errors",
      'Send {"errors":[{"type":"…","message":"…"}]}, with at least one error.',
    );
  }
  const { errors, notifications } = parsed.data;
  refuseTooMany(errors.length);
  const around = boundedCopies(partsOf(parsed.data), errors.length);
  const common = sharedOf(around);
  const rejected: Rejected[] = [];
  const reports: Report[] = [];
  for (const [index, entry] of errors.entries()) {
    const report = isRecord(entry) ? toReport(entry, around, common) : undefined;
    if (report) reports.push(report);
    else rejected.push({ index, reason: "An error is an object with a type, a message or a backtrace." });
  }
  if (reports.length === 0) {
    throw new VisibleError(
      "bad_request",
      "no_errors",
      "None of the errors is an object with a type or a message.",
    );
  }
  return { reports, rejected, notifications };
}

function toReport(json: Record<string, unknown>, body: Surroundings, common: Shared): Report | undefined {
  const own = Own.parse(json);
  const shared = hasSurroundings(own) ? sharedOf(laidOver(body, own)) : common;
  const thrown = thrownOf(json, shared);
  if (!thrown) {
    // Unknown words, but somebody's error: kept as it came. An empty object tells nothing.
    return Object.keys(json).length === 0 ? undefined : { ...shared.report, ...unknownReport(json) };
  }
  const { type, message } = thrown;
  const { id: eventId, timestamp, handled } = own;
  const fingerprint = own.fingerprint.flatMap((part) => text.parse(part) ?? []);
  return {
    ...shared.report,
    eventId,
    type,
    message,
    timestamp,
    // PHP puts its severity where others put a class.
    level: levelOf(shared.severity ?? type),
    handled: handled ?? shared.report.handled,
    fingerprint: fingerprint.length > 0 ? fingerprint : undefined,
    exceptions: [thrown, ...own.causes.filter(isRecord).flatMap((cause) => thrownOf(cause, shared) ?? [])],
  };
}

const PARTS = ["notifier", "context", "environment", "session", "params"] as const;

const hasSurroundings = (own: Own): boolean => PARTS.some((part) => own[part] !== undefined);

const partsOf = ({ notifier, context, environment, session, params }: Surroundings) => ({
  notifier,
  context,
  environment,
  session,
  params,
});

/** The body's surroundings, and over them those of one error, name by name. */
function laidOver(body: Surroundings, own: Surroundings): Surroundings {
  const over = (part: (typeof PARTS)[number]) => (own[part] ? { ...body[part], ...own[part] } : body[part]);
  return {
    notifier: over("notifier"),
    context: over("context"),
    environment: over("environment"),
    session: over("session"),
    params: over("params"),
  };
}
