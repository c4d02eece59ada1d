import type { Project } from "@faultline/core/project";

export interface Place {
  /** Where SDKs reach us: scheme, name, port. */
  readonly publicUrl: string;
  readonly project: Pick<Project, "name" | "number">;
  readonly key: string;
}

/** What each SDK has to be told to report here, and the lines that tell it. */
export function setupOf(place: Place) {
  return {
    project: place.project.name,
    key: place.key,
    faultline: faultline(place),
    client: client(place),
    sentry: sentry(place),
    airbrake: airbrake(place),
    rollbar: rollbar(place),
    bugsnag: bugsnag(place),
    honeybadger: honeybadger(place),
    raygun: raygun(place),
    otlp: otlp(place),
    csp: csp(place),
  };
}

const base = ({ publicUrl }: Place): string => publicUrl.replace(/\/+$/, "");
const quoted = (text: string): string => JSON.stringify(text);

function faultline(place: Place) {
  const endpoint = `${base(place)}/v0`;
  const url = `${endpoint}/projects/${encodeURIComponent(place.project.name)}/errors`;
  const body = '{"errors":[{"type":"TypeError","message":"it broke"}]}';
  const snippet = `curl -i ${url} -H 'x-api-key: ${place.key}' -H 'content-type: application/json' -d '${body}'`;
  return { endpoint, project: place.project.name, apiKey: place.key, snippet };
}

/** Our own client, for Node and browsers. */
function client(place: Place) {
  const { key, project } = place;
  const url = base(place);
  const snippet = `faultline({ url: ${quoted(url)}, project: ${quoted(project.name)}, key: ${quoted(key)} });`;
  return { url, project: project.name, key, snippet };
}

function sentry(place: Place) {
  const dsn = `${base(place).replace("://", `://${place.key}@`)}/${place.project.number}`;
  return { dsn, snippet: `Sentry.init({ dsn: ${quoted(dsn)} });` };
}

function airbrake(place: Place) {
  const { key: projectKey } = place;
  const projectId = Number(place.project.number);
  const host = base(place);
  const snippet = `new Notifier({ projectId: ${projectId}, projectKey: ${quoted(projectKey)}, host: ${quoted(host)}, remoteConfigHost: ${quoted(host)}, apmHost: ${quoted(host)} });`;
  return { projectId, projectKey, host, snippet };
}

function rollbar(place: Place) {
  const endpoint = `${base(place)}/api/1/item/`;
  const { key: accessToken } = place;
  const snippet = `new Rollbar({ accessToken: ${quoted(accessToken)}, endpoint: ${quoted(endpoint)}, captureUncaught: true, captureUnhandledRejections: true });`;
  return { accessToken, endpoint, snippet };
}

function bugsnag(place: Place) {
  const { key: apiKey } = place;
  const endpoints = { notify: `${base(place)}/notify`, sessions: `${base(place)}/sessions` };
  const told = `{ notify: ${quoted(endpoints.notify)}, sessions: ${quoted(endpoints.sessions)} }`;
  return { apiKey, endpoints, snippet: `Bugsnag.start({ apiKey: ${quoted(apiKey)}, endpoints: ${told} });` };
}

function honeybadger(place: Place) {
  const { key: apiKey } = place;
  const endpoint = base(place);
  const snippet = `Honeybadger.configure({ apiKey: ${quoted(apiKey)}, endpoint: ${quoted(endpoint)} });`;
  // Its transport for Node uses the scheme's own port, whatever the address says.
  const note =
    new URL(endpoint).port === "" ? undefined : "On Node, this SDK ignores the port of its endpoint.";
  return { apiKey, endpoint, snippet, note };
}

function raygun(place: Place) {
  const { protocol, hostname: host, port: given } = new URL(base(place));
  const useSSL = protocol === "https:";
  const port = given === "" ? (useSSL ? 443 : 80) : Number(given);
  const { key: apiKey } = place;
  const snippet = `new raygun.Client().init({ apiKey: ${quoted(apiKey)}, host: ${quoted(host)}, port: ${port}, useSSL: ${useSSL} });`;
  return { apiKey, host, port, useSSL, snippet };
}

function otlp(place: Place) {
  const endpoint = base(place);
  const headers = { "x-api-key": place.key };
  const snippet = `OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint} OTEL_EXPORTER_OTLP_HEADERS=x-api-key=${place.key}`;
  return { endpoint, headers, snippet };
}

function csp(place: Place) {
  const reportUri = `${base(place)}/csp?key=${place.key}`;
  return { reportUri, snippet: `Content-Security-Policy: default-src 'self'; report-uri ${reportUri}` };
}
