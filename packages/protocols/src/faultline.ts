import type { Report } from "@faultline/core/report";
import { VisibleError } from "@faultline/core/visible-error";
import { z } from "zod";
import { type Shared, Surroundings, sharedOf, thrownOf } from "./airbrake-body.js";
import { parseJson } from "./json.js";
import { levelOf } from "./level.js";
import { isRecord, list, moment } from "./loose.js";
import type { Parsed, Protocol, Rejected } from "./protocol.js";
import { refuseTooMany } from "./report-count.js";
import { unknownReport } from "./unknown-report.js";

// The original faultline's wire (2017). Its clients: faultline-js, -go, -php, -ruby.
// https://github.com/faultline/faultline/blob/master/docs/api.md

const Body = Surroundings.extend({ errors: z.array(z.unknown()).min(1), notifications: list });

const Timed = z.looseObject({ timestamp: moment });

export const faultline: Protocol = {
  name: "faultline",
  paths: ["/v0/projects/:project/errors"],
  credential: ({ headers, params }) => {
    const key = headers.get("x-api-key");
    return key ? { key, project: params.project } : undefined;
  },
  parse: ({ body }) => toParsed(parseJson(body)),
  answer: ({ outcomes, rejected, warnings }) => ({
    status: 201,
    body: JSON.stringify({
      // faultline-js takes an answer without a top-level id for a failure.
      id: outcomes[0]?.eventId,
      data: { errors: { postCount: outcomes.length } },
      ...(rejected.length > 0 ? { rejected } : {}),
      ...(warnings.length > 0 ? { warnings } : {}),
    }),
  }),
  refuse: (error, status) => ({
    // The original knows no 401: whoever has no key gets the answer of who has a wrong one.
    status: status === 401 ? 403 : status,
    body: JSON.stringify({ errors: [{ message: error.message, code: error.code }], error: error.message }),
  }),
};

function toParsed(json: unknown): Parsed {
  const parsed = Body.safeParse(json);
  if (!parsed.success) {
    throw new VisibleError(
      "bad_request",
      "no_errors",
      'Send {"errors":[{"type":"…","message":"…"}]}, with at least one error.',
    );
  }
  refuseTooMany(parsed.data.errors.length);
  const shared = sharedOf(parsed.data);
  const rejected: Rejected[] = [];
  const reports: Report[] = [];
  for (const [index, entry] of parsed.data.errors.entries()) {
    const report = toReport(entry, shared);
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
  return { reports, rejected, notifications: parsed.data.notifications };
}

function toReport(json: unknown, shared: Shared): Report | undefined {
  if (!isRecord(json)) return undefined;
  const thrown = thrownOf(json, shared);
  if (!thrown) {
    // Unknown words, but somebody's error: kept as it came. An empty object tells nothing.
    return Object.keys(json).length === 0 ? undefined : { ...shared.report, ...unknownReport(json) };
  }
  const { type, message } = thrown;
  const { timestamp } = Timed.parse(json);
  return {
    ...shared.report,
    type,
    message,
    timestamp,
    // PHP puts its severity where others put a class.
    level: levelOf(shared.severity ?? type),
    exceptions: [thrown],
  };
}
