import { mutateJson, type Random } from "./mutate.js";

/** A message that nothing in the fixtures has. */
export const GOOD = "the good event beside a bad one";

type Json = Record<string, unknown>;

const isRecord = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The list a wire's batch has its entries in, and a good entry for it. */
const LISTS: Readonly<Record<string, { list: string; good: unknown }>> = {
  faultline: { list: "errors", good: { type: "E", message: GOOD } },
  bugsnag: { list: "events", good: { exceptions: [{ errorClass: "E", message: GOOD, stacktrace: [] }] } },
};

/**
 * A body with one entry changed and a good one beside it. Undefined for wires and bodies that hold but one report, or
 * that are no JSON.
 */
export function batch(wire: string, body: Buffer, random: Random): Buffer | undefined {
  if (wire === "sentry") return envelope(body, random);
  const json = parsed(body.toString());
  if (wire === "raygun" || wire === "csp-report") return list(wire, json, random);
  if (wire === "otlp") return records(json, random);
  const known = LISTS[wire];
  if (!known || !isRecord(json) || !Array.isArray(json[known.list])) return undefined;
  const { [known.list]: entries, ...around } = json;
  const changed = mutateJson(Array.isArray(entries) ? entries[0] : undefined, random);
  const rest = random() < 0.5 ? around : mutateJson(around, random);
  return text({ ...(isRecord(rest) ? rest : {}), [known.list]: [changed, known.good] });
}

const text = (json: unknown): Buffer => Buffer.from(JSON.stringify(json));

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // A body of another form, such as protobuf.
    return undefined;
  }
}

function list(wire: string, json: unknown, random: Random): Buffer | undefined {
  if (json === undefined) return undefined;
  const first = Array.isArray(json) ? json[0] : json;
  const raygun = { details: { error: { className: "E", message: GOOD, stackTrace: [] } } };
  const csp = {
    type: "csp-violation",
    body: { effectiveDirective: GOOD.replaceAll(" ", "-"), blockedURL: "inline" },
  };
  return text([mutateJson(first, random), wire === "raygun" ? raygun : csp]);
}

function records(json: unknown, random: Random): Buffer | undefined {
  if (!isRecord(json) || !("resourceLogs" in json)) return undefined;
  const good = { severityNumber: 17, body: { stringValue: GOOD } };
  const resource = mutateJson(json.resourceLogs, random);
  return text({
    resourceLogs: [...(Array.isArray(resource) ? resource : []), { scopeLogs: [{ logRecords: [good] }] }],
  });
}

/** An envelope whose items are changed, followed by one that is good. */
function envelope(body: Buffer, random: Random): Buffer | undefined {
  const lines = body.toString().split("\n");
  const changed = lines.map((line, place) => {
    const json = parsed(line);
    const isHeader = isRecord(json) && typeof json.type === "string" && Object.keys(json).length < 4;
    if (place === 0 || !isRecord(json)) return line;
    // A length that is no longer true would rightly swallow what follows; wrong lengths are for the changed bytes.
    if (isHeader) return JSON.stringify({ ...json, length: undefined });
    return JSON.stringify(mutateJson(json, random));
  });
  if (changed.length < 3) return undefined;
  return Buffer.from([...changed, '{"type":"event"}', JSON.stringify({ message: GOOD }), ""].join("\n"));
}
