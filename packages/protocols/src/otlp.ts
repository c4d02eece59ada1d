import { invariant } from "@faultline/core/invariant";
import type { Report } from "@faultline/core/report";
import { isRecord } from "./loose.js";
import { type Batch, decodeJson, isJson, type Signal } from "./otlp-decode.js";
import { logReport, resourceOf, type Source, scopeOf, spanReports } from "./otlp-record.js";
import { droppedOf, rejectedOf } from "./outcomes.js";
import { loadLanguages } from "./parse-stack.js";
import type { Parsed, Protocol, Receipt, Rejected, WireAnswer, WireRequest } from "./protocol.js";
import { bearer } from "./refusal.js";
import { refuseTooMany } from "./report-count.js";
import { baseOf } from "./setup.js";

// OpenTelemetry over HTTP: exceptions in logs and on spans. https://opentelemetry.io/docs/specs/otlp/#otlphttp

let protobuf: typeof import("./otlp-protobuf.js") | undefined;

/** What `load` has loaded. */
function loaded(): NonNullable<typeof protobuf> {
  invariant(protobuf !== undefined, "a protocol is loaded before it is asked");
  return protobuf;
}

export const otlp: Protocol = {
  name: "otlp",
  async load() {
    protobuf ??= await import("./otlp-protobuf.js");
    await loadLanguages();
  },
  paths: ["", "/:first"].flatMap((prefix) => [
    `${prefix}/v1/logs`,
    `${prefix}/v1/traces`,
    `${prefix}/v1/metrics`,
  ]),
  asides: ["", "/:first"].map((prefix) => ({
    methods: ["POST"] as const,
    path: `${prefix}/:rest{v1(development)?/profiles}`,
    answer: () => ({ status: 200, body: "{}" }),
  })),
  setups: (place) => {
    const endpoint = baseOf(place);
    const headers = { "x-api-key": place.key };
    const snippet = `OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint} OTEL_EXPORTER_OTLP_HEADERS=x-api-key=${place.key}`;
    return { otlp: { title: "OpenTelemetry", endpoint, headers, snippet } };
  },
  credential: ({ headers }) => {
    const key = headers.get("x-api-key") || bearer(headers);
    return key ? { key } : undefined;
  },
  parse: (request) => {
    const signal = signalOf(request);
    if (!signal) return { reports: [], rejected: [], dropped: droppedOf(["metrics"]) };
    return toParsed(batchesOf(request.body, signal), signal);
  },
  answer,
  refuse: ({ message, code: reason }, status, headers) => {
    const code = RPC_CODES[status] ?? INVALID_ARGUMENT;
    return /protobuf/i.test(headers.get("content-type") ?? "")
      ? { status, headers: PROTOBUF, body: loaded().encodeStatus(code, message) }
      : { status, body: JSON.stringify({ code, message, reason }) };
  },
};

const PROTOBUF = { "content-type": "application/x-protobuf" };

// A refusal is a google.rpc.Status, whose codes are gRPC's: https://grpc.io/docs/guides/status-codes/
const INVALID_ARGUMENT = 3;
const RPC_CODES: Readonly<Record<number, number>> = { 401: 16, 403: 7, 404: 5, 413: 8, 429: 8, 503: 14 };

function signalOf({ path }: WireRequest): Signal | undefined {
  if (path.endsWith("/logs")) return "logs";
  return path.endsWith("/traces") ? "traces" : undefined;
}

const batchesOf = (body: Uint8Array, signal: Signal): Batch[] =>
  isJson(body) ? decodeJson(body, signal) : loaded().decodeProtobuf(body, signal);

function toParsed(batches: readonly Batch[], signal: Signal): Parsed {
  const reports: Report[] = [];
  const rejected: Rejected[] = [];
  const dropped: string[] = [];
  for (const [index, { record, source }] of recordsOf(batches).entries()) {
    const found = isRecord(record) ? reportsOf(record, { source, signal, index }) : undefined;
    if (!found) rejected.push({ index, reason: "A record is a message of its signal." });
    else if (found.length > 0) reports.push(...found);
    else dropped.push(signal === "logs" ? "log" : "span");
    refuseTooMany(reports.length);
  }
  return { reports, rejected, dropped: droppedOf(dropped) };
}

/** Every record, with where it comes from. What all records of a resource share is read once. */
function recordsOf(batches: readonly Batch[]): { record: unknown; source: Source }[] {
  const copies = batches.reduce((sum, { records }) => sum + records.length, 0);
  const known = new Map<unknown, Source["attributes"]>();
  return batches.flatMap(({ resource, scope, records }) => {
    if (records.length === 0) return [];
    const attributes = known.get(resource) ?? resourceOf(resource, copies);
    known.set(resource, attributes);
    const source: Source = { attributes, scope: scopeOf(scope, copies) };
    return records.map((record) => ({ record, source }));
  });
}

function reportsOf(
  record: Record<string, unknown>,
  { source, signal, index }: { source: Source; signal: Signal; index: number },
): Report[] {
  if (signal === "traces") return spanReports(record, source);
  const report = logReport(record, source, index);
  return report ? [report] : [];
}

/** In the encoding of the request; a partial success is only told when it is one. */
function answer(receipt: Receipt, request: WireRequest): WireAnswer {
  const rejected = rejectedOf(receipt);
  const count = rejected.length;
  const errorMessage = rejected[0]?.reason ?? "";
  if (!isJson(request.body)) {
    const body = count === 0 ? new Uint8Array() : loaded().encodePartialSuccess(count, errorMessage);
    return { status: 200, headers: PROTOBUF, body };
  }
  const name = signalOf(request) === "logs" ? "rejectedLogRecords" : "rejectedSpans";
  const partialSuccess = { [name]: String(count), errorMessage };
  return { status: 200, body: JSON.stringify(count === 0 ? {} : { partialSuccess }) };
}
