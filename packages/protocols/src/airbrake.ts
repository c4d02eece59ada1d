import { formerThrown } from "@faultline/core/grouping/v1";
import type { Report, Thrown } from "@faultline/core/report";
import { VisibleError } from "@faultline/core/visible-error";
import { Surroundings, sharedOf, thrownOf } from "./airbrake-body.js";
import { releaseIn } from "./deploy-notice.js";
import { parseLooseJson } from "./json.js";
import { filled, isRecord, list } from "./loose.js";
import { storedOf } from "./outcomes.js";
import type { Parsed, Protocol, Receipt, WireAnswer, WireHead } from "./protocol.js";
import { bearer, pauseSeconds, refusal } from "./refusal.js";
import { baseOf, quoted } from "./setup.js";
import { unknownReport } from "./unknown-report.js";

// Airbrake's notifier API v3. https://docs.airbrake.io/docs/devops-tools/api/#create-notice-v3

const Notice = Surroundings.extend({ errors: list });

export const airbrake: Protocol = {
  name: "airbrake",
  paths: ["", "/:first"].flatMap((prefix) => [
    `${prefix}/api/v3/projects/:project/notices`,
    `${prefix}/api/v3/projects/:project/create-notice`,
  ]),
  asides: [
    { methods: ["GET"], path: "/2020-06-18/config/:project/config.json", answer: remoteConfig },
    // Statistics, by whatever method: a 404 makes pybrake write an error into the application's log at each flush.
    { methods: ["POST", "PUT"], path: "/api/:version{v[345]}/projects/:project/:rest{.+}", answer: taken },
  ],
  // https://docs.airbrake.io/docs/devops-tools/api/#create-deploy-v4
  deploys: {
    paths: ["/api/v4/projects/:project/deploys"],
    releaseOf: ({ body }) => releaseIn(body, ["version", "revision"]),
    answer: () => ({ status: 201, body: '{"id":"1"}' }),
  },
  exposedHeaders: ["x-ratelimit-delay", "x-ratelimit-reset"],
  setups: (place) => {
    const { key: projectKey } = place;
    const projectId = Number(place.project.number);
    const host = baseOf(place);
    const snippet = `new Notifier({ projectId: ${projectId}, projectKey: ${quoted(projectKey)}, host: ${quoted(host)}, remoteConfigHost: ${quoted(host)}, apmHost: ${quoted(host)} });`;
    return { airbrake: { title: "Airbrake", projectId, projectKey, host, snippet } };
  },
  credential: (request) => {
    const key = keyOf(request);
    const { project } = request.params;
    if (!key) return undefined;
    return project !== undefined && /^\d+$/.test(project)
      ? { key, projectNumber: project }
      : { key, project };
  },
  parse: ({ body }) => toParsed(parseLooseJson(body)),
  answer: (receipt) => ({
    status: 201,
    body: JSON.stringify({ id: storedOf(receipt)[0]?.eventId, url: urlOf(receipt) }),
  }),
  // Clients read this header alone to know how long to be silent.
  refuse: (error, status) => ({
    ...refusal(error, status),
    ...(status === 429 && { headers: { "x-ratelimit-delay": pauseSeconds(error) } }),
  }),
};

const keyOf = ({ query, headers }: WireHead): string | undefined =>
  query.get("key") ||
  bearer(headers) ||
  headers.get("x-airbrake-token") ||
  headers.get("x-api-key") ||
  undefined;

/** The page of the issue, which goes on to the former one while events are taken by that. */
function urlOf({ publicUrl, project, outcomes }: Receipt): string {
  const [{ issue, former } = { issue: "", former: undefined }] = storedOf({ outcomes });
  const base = publicUrl.replace(/\/$/, "");
  return `${base}/projects/${encodeURIComponent(project)}/issues/${issue}${former ? `?former=${former}` : ""}`;
}

function taken(): WireAnswer {
  return { status: 204, body: "" };
}

/** Notifiers ask for it at each start; it switches nothing off. */
function remoteConfig({ project }: Readonly<Record<string, string>>) {
  const body = {
    project_id: Number(project) || 0,
    updated_at: 0,
    poll_sec: 600,
    config_route: "",
    settings: [],
  };
  return { status: 200, body: JSON.stringify(body) };
}

function toParsed(json: unknown): Parsed {
  const notice = Notice.safeParse(json);
  if (!notice.success) throw noErrors();
  const shared = sharedOf(notice.data);
  // Ruby sends a chain of causes, what was thrown last first: one report.
  const chain = notice.data.errors.filter(isRecord).map((error) => thrownOf(error, shared));
  const exceptions = chain.filter((thrown) => thrown !== undefined);
  const [outermost] = exceptions;
  if (!outermost) {
    if (!filled(notice.data)) throw noErrors();
    return { reports: [{ ...shared.report, ...unknownReport(json) }], rejected: [] };
  }
  const { type, message } = outermost;
  const report: Report = { ...shared.report, type, message, exceptions };
  return { reports: [isLogger(type, report) ? logLine(report, outermost) : report], rejected: [] };
}

/** Python's notifier puts a logger's name where a class should be: one that lies in a package, or begins as no class does. */
const isLogger = (type: string, { sdk }: Report): boolean =>
  sdk?.name === "pybrake" && /^(?:[\w-]+(?:\.[\w-]+)+|root|__main__)$/.test(type);

function logLine(report: Report, line: Thrown): Report {
  const { type: logger } = line;
  const exceptions = [{ ...line, type: "_" }, ...report.exceptions.slice(1)];
  return { ...report, type: "_", exceptions, formerly: formerThrown(line), tags: { logger, ...report.tags } };
}

const noErrors = (): VisibleError =>
  new VisibleError(
    "bad_request",
    "no_errors",
    'Send {"errors":[{"type":"…","message":"…","backtrace":[…]}]}.',
  );
