import { VisibleError } from "@faultline/core/visible-error";
import protobuf from "protobufjs/light.js";
import type { Batch, Signal } from "./otlp-decode.js";

// OTLP in protobuf. Loaded when OTLP is sent: the library is large, and most deployments never need it.

const attributes = { rule: "repeated", type: "KeyValue", id: 1 };
const { nested } = {
  nested: {
    KeyValue: { fields: { key: { type: "string", id: 1 }, value: { type: "AnyValue", id: 2 } } },
    Values: { fields: { values: { rule: "repeated", type: "AnyValue", id: 1 } } },
    Pairs: { fields: { values: { rule: "repeated", type: "KeyValue", id: 1 } } },
    AnyValue: {
      oneofs: {
        value: {
          oneof: [
            "stringValue",
            "boolValue",
            "intValue",
            "doubleValue",
            "arrayValue",
            "kvlistValue",
            "bytesValue",
          ],
        },
      },
      fields: {
        stringValue: { type: "string", id: 1 },
        boolValue: { type: "bool", id: 2 },
        intValue: { type: "int64", id: 3 },
        doubleValue: { type: "double", id: 4 },
        arrayValue: { type: "Values", id: 5 },
        kvlistValue: { type: "Pairs", id: 6 },
        bytesValue: { type: "bytes", id: 7 },
      },
    },
    Resource: { fields: { attributes } },
    Scope: { fields: { name: { type: "string", id: 1 }, version: { type: "string", id: 2 } } },
    LogRecord: {
      fields: {
        timeUnixNano: { type: "fixed64", id: 1 },
        severityNumber: { type: "int32", id: 2 },
        severityText: { type: "string", id: 3 },
        body: { type: "AnyValue", id: 5 },
        attributes: { ...attributes, id: 6 },
        traceId: { type: "bytes", id: 9 },
        spanId: { type: "bytes", id: 10 },
        observedTimeUnixNano: { type: "fixed64", id: 11 },
      },
    },
    SpanEvent: {
      fields: {
        timeUnixNano: { type: "fixed64", id: 1 },
        name: { type: "string", id: 2 },
        attributes: { ...attributes, id: 3 },
      },
    },
    Span: {
      fields: {
        traceId: { type: "bytes", id: 1 },
        spanId: { type: "bytes", id: 2 },
        name: { type: "string", id: 5 },
        attributes: { ...attributes, id: 9 },
        events: { rule: "repeated", type: "SpanEvent", id: 11 },
      },
    },
  },
};
const root = protobuf.Root.fromJSON({ nested });
const RECORD = { logs: root.lookupType("LogRecord"), traces: root.lookupType("Span") } as const;
const RESOURCE = root.lookupType("Resource");
const SCOPE = root.lookupType("Scope");

// Each level is opened by itself, so that one broken record does not take the others with it.
const FIRST = 1;
const SECOND = 2;

/** The batches of a body in protobuf. Throws `invalid_protobuf` when nothing of it can be read. */
export function decodeProtobuf(body: Uint8Array, signal: Signal): Batch[] {
  const resources = fieldsOf(body);
  if (body.length > 0 && resources.length === 0) {
    throw new VisibleError(
      "bad_request",
      "invalid_protobuf",
      "Send OTLP as JSON or protobuf: the body is neither.",
    );
  }
  return resources
    .filter(({ id }) => id === FIRST)
    .map(({ bytes }) => fieldsOf(bytes))
    .flatMap((parts) => {
      const resource = read(RESOURCE, parts.find(({ id }) => id === FIRST)?.bytes);
      return parts
        .filter(({ id }) => id === SECOND)
        .map(({ bytes }) => fieldsOf(bytes))
        .map((scope) => ({
          resource,
          scope: read(SCOPE, scope.find(({ id }) => id === FIRST)?.bytes),
          records: scope.filter(({ id }) => id === SECOND).map(({ bytes }) => read(RECORD[signal], bytes)),
        }));
    });
}

interface Field {
  readonly id: number;
  readonly bytes: Uint8Array;
}

const LENGTH_DELIMITED = 2;

/** The embedded messages of a message, up to where it is broken. */
function fieldsOf(message: Uint8Array): Field[] {
  const reader = protobuf.Reader.create(message);
  const fields: Field[] = [];
  try {
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if ((tag & 7) === LENGTH_DELIMITED) fields.push({ id: tag >>> 3, bytes: reader.bytes() });
      else reader.skipType(tag & 7);
    }
  } catch {
    // The rest cannot be read; what stood before it is good.
  }
  return fields;
}

const PLAIN = { longs: String, bytes: String };

/** Undefined for a message that is broken. */
function read(type: protobuf.Type, bytes: Uint8Array | undefined): unknown {
  if (!bytes) return undefined;
  try {
    return type.toObject(type.decode(bytes), PLAIN);
  } catch {
    // Told as one rejected record.
    return undefined;
  }
}

/** The answer that tells how many records were refused, as protobuf. */
export function encodePartialSuccess(rejected: number, errorMessage: string): Uint8Array {
  const inner = protobuf.Writer.create().uint32(8).int64(rejected).uint32(18).string(errorMessage).finish();
  return protobuf.Writer.create().uint32(10).bytes(inner).finish();
}

/** A refusal as protobuf. */
export const encodeStatus = (code: number, message: string): Uint8Array =>
  protobuf.Writer.create().uint32(8).int32(code).uint32(18).string(message).finish();
