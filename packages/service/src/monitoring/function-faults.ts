import { derivedEventId } from "@faultline/core/id";
import { parsedJson } from "@faultline/core/parsed-json";
import type { Report, Thrown } from "@faultline/core/report";
import { loadLanguages, parseStack } from "@faultline/protocols/parse-stack";
import * as z from "zod";
import { runbookUrl } from "./runbook/url.js";

// What a Lambda function's log tells of faults that no SDK could report. Forms: see fixtures/function-logs/README.md.

/** What a log subscription hands over, unpacked. */
export const LogBatch = z.looseObject({
  messageType: z.string(),
  logGroup: z.string(),
  logStream: z.string(),
  logEvents: z.array(z.looseObject({ id: z.string(), timestamp: z.number(), message: z.string() })),
});
export type LogBatch = z.infer<typeof LogBatch>;

/** A fault as one line tells of it. `kind`: two lines of one request with one kind tell of the same fault. */
interface ReportedFault {
  readonly kind: "timeout" | "memory" | "init" | "exit" | "thrown";
  readonly thrown: Thrown;
  readonly requestId?: string | undefined;
}

const REQUEST_ID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/;

/** The function a log group belongs to: its faults go to a project of that name. */
export const functionOf = ({ logGroup }: LogBatch): string => logGroup.slice(logGroup.lastIndexOf("/") + 1);

/** The faults a batch of log lines tells of, each once, with the id of the request they belong to where it is told. */
export async function functionFaults(batch: LogBatch, publicUrl: string): Promise<Report[]> {
  if (batch.messageType !== "DATA_MESSAGE") return [];
  await loadLanguages();
  const found = new Map<string, Report>();
  let near: string | undefined;
  for (const { id, timestamp, message } of batch.logEvents) {
    near = REQUEST_ID.exec(message)?.[0] ?? near;
    const told = READERS.map((read) => read(message)).find((one) => one !== undefined);
    if (!told) continue;
    const report = reportOf(
      batch,
      { ...told, requestId: told.requestId ?? near },
      { id, timestamp, publicUrl },
    );
    if (report.eventId && !found.has(report.eventId)) found.set(report.eventId, report);
  }
  return [...found.values()];
}

function reportOf(
  batch: LogBatch,
  { kind, thrown, requestId }: ReportedFault,
  { id, timestamp, publicUrl }: { id: string; timestamp: number; publicUrl: string },
): Report {
  const name = functionOf(batch);
  return {
    eventId: derivedEventId(
      "function fault",
      batch.logGroup,
      requestId ?? id,
      kind,
      kind === "thrown" ? thrown.type : "",
    ),
    timestamp,
    level: kind === "thrown" ? "error" : "fatal",
    type: thrown.type,
    message: thrown.message,
    exceptions: kind === "thrown" ? [thrown] : [],
    handled: false,
    fingerprint: kind === "thrown" ? undefined : ["function fault", name, kind],
    transaction: name,
    tags: {
      function: name,
      runbook: runbookUrl(publicUrl, "function-fault"),
      ...(requestId === undefined ? {} : { requestId }),
    },
    extra: { logGroup: batch.logGroup, logStream: batch.logStream },
  };
}

type Read = (message: string) => ReportedFault | undefined;

const plain = (
  kind: ReportedFault["kind"],
  type: string,
  message: string,
  requestId?: string,
): ReportedFault => ({
  kind,
  thrown: { type, message, frames: [] },
  requestId,
});

const outOfTime: Read = (message) => {
  const [, seconds] = /Task timed out after ([\d.]+) seconds/.exec(message) ?? [];
  return seconds === undefined
    ? undefined
    : plain("timeout", "TimedOut", `Task timed out after ${seconds} seconds`);
};

/** `REPORT` and `INIT_REPORT`: one line of fields, parted by tabs. */
const report: Read = (message) => {
  const isInit = message.startsWith("INIT_REPORT ");
  if (!isInit && !message.startsWith("REPORT ")) return undefined;
  const field = (name: string): string | undefined =>
    new RegExp(`\\b${name}: ([^\\t\\n]+)`).exec(message)?.[1];
  return ended({
    isInit,
    status: field("Status"),
    errorType: field("Error Type"),
    milliseconds: field("Duration"),
    memory: field("Memory Size"),
  });
};

interface Ended {
  readonly isInit: boolean;
  readonly status: string | undefined;
  readonly errorType: string | undefined;
  readonly milliseconds: string | undefined;
  readonly memory: string | undefined;
  readonly requestId?: string | undefined;
}

function ended({
  isInit,
  status,
  errorType,
  milliseconds = "",
  memory = "",
  requestId,
}: Ended): ReportedFault | undefined {
  if (status === undefined || status === "success") return undefined;
  if (isInit) {
    const how = status === "timeout" ? "took too long" : (errorType ?? status);
    return plain("init", "InitFailed", `The function could not start: ${how}`);
  }
  if (status === "timeout") {
    const seconds = (Number.parseFloat(milliseconds) / 1000).toFixed(2);
    return plain("timeout", "TimedOut", `Task timed out after ${seconds} seconds`, requestId);
  }
  if (errorType === "Runtime.OutOfMemory")
    return plain("memory", "OutOfMemory", `The function used up its ${memory}`, requestId);
  // Other errors have a line of their own that says more.
  return undefined;
}

const exited: Read = (message) => {
  const [, how] = /Error: (Runtime exited with error: [^\n]+)/.exec(message) ?? [];
  if (how === undefined) return undefined;
  return how.endsWith("signal: killed")
    ? plain("memory", "OutOfMemory", "The function used up its memory")
    : plain("exit", "Runtime.ExitError", how);
};

const Raised = z.looseObject({
  errorType: z.string(),
  errorMessage: z.string().default(""),
  stack: z.array(z.string()).optional(),
  stackTrace: z.array(z.string()).optional(),
  trace: z.array(z.string()).optional(),
});
type Raised = z.infer<typeof Raised>;
/** A rejection wraps what was rejected: that is the fault. */
const Rejection = z.looseObject({ reason: Raised });

function raised(error: Raised): Thrown {
  // Ruby's own class stands in brackets: Function<NoMethodError>.
  const type = /^Function<(.+)>$/.exec(error.errorType)?.[1] ?? error.errorType;
  const lines = error.stack ?? error.stackTrace ?? error.trace ?? [];
  const stack = [`${type}: ${error.errorMessage}`, ...lines].join("\n");
  const [first] = parseStack(stack, { type, message: error.errorMessage });
  return first ?? { type, message: error.errorMessage, frames: [] };
}

const WORDS =
  /(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection|Error raised from handler method|Critical exception from handler|Init error when loading handler[^{]{0,500})\s{0,20}(?=\{)/;

/** Node's and Ruby's runtimes print the error as JSON behind some words. */
const printed: Read = (message) => {
  const words = WORDS.exec(message);
  const json = words ? parsedJson(message.slice(words.index + words[0].length)) : undefined;
  const error = Rejection.safeParse(json).data?.reason ?? Raised.safeParse(json).data;
  return error && { kind: "thrown", thrown: raised(error) };
};

const JsonLine = z.looseObject({
  level: z.string().optional(),
  requestId: z.string().optional(),
  AWSRequestId: z.string().optional(),
  message: z.unknown(),
});
const PlatformLine = z.looseObject({
  type: z.enum(["platform.report", "platform.initReport"]),
  record: z.looseObject({
    requestId: z.string().optional(),
    status: z.string(),
    errorType: z.string().optional(),
    metrics: z
      .looseObject({ durationMs: z.number().optional(), memorySizeMB: z.number().optional() })
      .default({}),
  }),
});

/** Functions whose log format is JSON: each line is an object, the platform's own as well. */
const structured: Read = (message) => {
  if (!message.startsWith("{")) return undefined;
  const json = parsedJson(message);
  const platform = PlatformLine.safeParse(json).data;
  if (platform) {
    const { requestId, status, errorType, metrics } = platform.record;
    const memory = metrics.memorySizeMB === undefined ? undefined : `${metrics.memorySizeMB} MB`;
    const isInit = platform.type === "platform.initReport";
    return ended({
      isInit,
      status,
      errorType,
      milliseconds: String(metrics.durationMs ?? 0),
      memory,
      requestId,
    });
  }
  const line = JsonLine.safeParse(json).data;
  const error = Raised.safeParse(line?.message).data ?? Raised.safeParse(json).data;
  if (!error || !["ERROR", "FATAL"].includes(line?.level ?? "ERROR")) return undefined;
  return { kind: "thrown", thrown: raised(error), requestId: line?.requestId ?? line?.AWSRequestId };
};

const PYTHON = /^\[ERROR\] ([\w.]+): ([^\r\n]*)[\r\n]+(?:Traceback|\u00a0|\s)/;
const JAVA = /^([\w$]+(?:\.[\w$]+)+(?:Exception|Error)): ?([^\n]*)\n(?=\tat )/;

/** Python's and Java's runtimes print the stack as the language does. */
const traced: Read = (message) => {
  const [, type, said = ""] = PYTHON.exec(message) ?? JAVA.exec(message) ?? [];
  if (type === undefined) return undefined;
  const stack = message
    .replaceAll("\r", "\n")
    .replaceAll("\u00a0", " ")
    .replace(/^\[ERROR\] /, "");
  const [first] = parseStack(stack, { type, message: said });
  return { kind: "thrown", thrown: first ?? { type, message: said, frames: [] } };
};

const READERS: readonly Read[] = [outOfTime, report, exited, structured, printed, traced];
