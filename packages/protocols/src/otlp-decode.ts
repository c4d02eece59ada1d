import { parseLooseJson } from "./json.js";
import { everything, isRecord } from "./loose.js";

// OTLP's two encodings of the same tree: resources, their scopes, their records.
// https://opentelemetry.io/docs/specs/otlp/ and https://github.com/open-telemetry/opentelemetry-proto (v1)

/** Records of one scope of one resource, in the form of OTLP's JSON. */
export interface Batch {
  readonly resource: unknown;
  readonly scope: unknown;
  readonly records: readonly unknown[];
}

/** `logs` or `traces`: what the records are. */
export type Signal = "logs" | "traces";

/** True for a request in JSON; what is none is protobuf, whatever the header says. */
export const isJson = (body: Uint8Array): boolean =>
  /^\s*[{[]/.test(new TextDecoder().decode(body.subarray(0, 64)));

/** The batches of a body in JSON. Throws `invalid_json`. */
export const decodeJson = (body: Uint8Array, signal: Signal): Batch[] =>
  fromJson(parseLooseJson(body), signal);

const NAMES = {
  logs: { resources: "resourceLogs", scopes: "scopeLogs", records: "logRecords" },
  traces: { resources: "resourceSpans", scopes: "scopeSpans", records: "spans" },
} as const;

const entriesOf = (json: unknown, name: string): unknown[] =>
  isRecord(json) ? everything.parse(json[name]) : [];

function fromJson(json: unknown, signal: Signal): Batch[] {
  const { resources, scopes, records } = NAMES[signal];
  return entriesOf(json, resources).flatMap((resource) =>
    entriesOf(resource, scopes).map((scope) => ({
      resource: isRecord(resource) ? resource.resource : undefined,
      scope: isRecord(scope) ? scope.scope : undefined,
      records: entriesOf(scope, records),
    })),
  );
}
