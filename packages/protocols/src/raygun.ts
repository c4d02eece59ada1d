import { ownership } from "@faultline/core/grouping/ownership";
import { formerThrown } from "@faultline/core/grouping/v1";
import { place } from "@faultline/core/grouping/v1/in-app";
import type { Frame, Report, Thrown } from "@faultline/core/report";
import * as z from "zod";
import { fieldsIn, releaseIn } from "./deploy-notice.js";
import { gather } from "./gather.js";
import { parseLooseJson } from "./json.js";
import { filled, integer, isRecord, list, moment, record, said, text, variables } from "./loose.js";
import { platformOfClient } from "./platform.js";
import type { Parsed, Protocol } from "./protocol.js";
import { camel, Details, surroundings } from "./raygun-surroundings.js";
import { refusal } from "./refusal.js";
import { sdkOf } from "./sdk.js";
import { baseOf, quoted, type Setup, type SetupPlace } from "./setup.js";
import { unknownReport } from "./unknown-report.js";

// Raygun's crash reports, one or many at once. https://raygun.com/documentation/product-guides/crash-reporting/api/

export const raygun: Protocol = {
  name: "raygun",
  paths: ["/entries", "/entries/bulk"],
  // What its other products send: page views and timings.
  asides: [{ methods: ["POST"], path: "/events", answer: () => ({ status: 202, body: "" }) }],
  // https://raygun.com/documentation/product-guides/deployment-tracking/powershell/
  deploys: {
    paths: ["/deployments"],
    credentialIn: (start) => {
      const key = text.parse(fieldsIn(start).apiKey);
      return key === undefined ? undefined : { key };
    },
    releaseOf: ({ body }) => releaseIn(body, ["version"]),
    answer: () => ({ status: 200, body: "{}" }),
  },
  setups: (place) => ({ raygun: setup(place) }),
  credential: ({ headers, query }) => {
    const key = headers.get("x-apikey") || headers.get("x-api-key") || query.get("apikey");
    return key ? { key } : undefined;
  },
  parse: ({ body }) => toParsed(parseLooseJson(body)),
  answer: () => ({ status: 202, body: "" }),
  refuse: refusal,
};

function setup(place: SetupPlace): Setup {
  const { protocol, hostname: host, port: given } = new URL(baseOf(place));
  const useSSL = protocol === "https:";
  const port = given === "" ? (useSSL ? 443 : 80) : Number(given);
  const { key: apiKey } = place;
  const snippet = `new raygun.Client().init({ apiKey: ${quoted(apiKey)}, host: ${quoted(host)}, port: ${port}, useSSL: ${useSSL} });`;
  return { title: "Raygun", apiKey, host, port, useSSL, snippet };
}

function toParsed(json: unknown): Parsed {
  const entries = Array.isArray(json) ? json : [json];
  return gather(
    entries,
    toReport,
    'Send {"details":{"error":{"className":"…","message":"…","stackTrace":[…]}}}.',
  );
}

const Entry = camel.pipe(z.looseObject({ occurredOn: moment, details: camel }));
const Failure = camel.pipe(
  z.looseObject({
    message: said,
    className: text,
    stackTrace: list,
    innerError: record,
    innerErrors: list,
  }),
);
const StackFrame = camel.pipe(
  z.looseObject({
    fileName: text,
    className: text,
    methodName: text,
    lineNumber: integer,
    columnNumber: integer,
    localVariables: variables,
  }),
);

function toReport(json: unknown): Report | undefined {
  if (!isRecord(json) || Object.keys(json).length === 0) return undefined;
  const { occurredOn: timestamp, details: found } = Entry.parse(json);
  const details = Details.parse(found);
  const { name: client } = sdkOf(details.client) ?? {};
  const chain = chainOf(details.error, {
    isPython: client === "raygun4py",
    platform: platformOfClient(client),
  });
  const exceptions = chain.map(({ thrown }) => thrown);
  const [outermost] = exceptions;
  const formerly = chain[0]?.formerly;
  const around = { ...surroundings(details), timestamp };
  if (!outermost) return { ...around, ...unknownReport(json) };
  return { ...around, type: outermost.type, message: outermost.message, exceptions, formerly };
}

const CAUSES_MAX = 50;

interface Link {
  readonly thrown: Thrown;
  /** What it was read as when the first grouping mechanism was the only one, where that is something else. */
  readonly formerly: Thrown | undefined;
}

/** What is known of who sent it. */
interface Sender {
  readonly isPython: boolean;
  readonly platform: string | undefined;
}

function chainOf(error: Record<string, unknown> | undefined, sender: Sender): Link[] {
  const chain: Link[] = [];
  const told = [error].filter(tellsSomething);
  // It grows while it is read: each error's causes come after those of the errors before it.
  for (const next of told) {
    if (chain.length >= CAUSES_MAX) break;
    const { innerError, innerErrors } = Failure.parse(next);
    chain.push(toLink(next, sender));
    told.push(...[innerError, ...innerErrors].filter(tellsSomething));
  }
  return chain;
}

function toLink(json: Record<string, unknown>, { isPython, platform }: Sender): Link {
  const { message = "", className: type = "_", stackTrace } = Failure.parse(json);
  const frames = stackTrace.filter(isRecord).map((frame) => toFrame(frame, platform));
  const thrown = {
    type,
    message: withoutClass(message, type),
    frames: isPython ? pythonFrames(frames) : frames,
  };
  const isReadAnew = isPython || thrown.message !== message;
  return { thrown, formerly: isReadAnew ? formerThrown({ type, message, frames }) : undefined };
}

/** Some SDKs write the class before the message, too. */
function withoutClass(message: string, type: string): string {
  const prefix = `${type.slice(type.lastIndexOf(".") + 1)}: `;
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}

/** Python's SDK writes the function where the class should be and the source line where the function should be, crash site last. */
const pythonFrames = (frames: readonly Frame[]): Frame[] =>
  frames
    .map(({ module, function: code, ...frame }): Frame => {
      const { line } = frame;
      const source = line === undefined || code === undefined ? undefined : { [line]: code.trimEnd() };
      return { ...frame, function: module, code: source };
    })
    .reverse();

const tellsSomething = (json: unknown): json is Record<string, unknown> =>
  isRecord(json) && filled(json) !== undefined;

function toFrame(json: Record<string, unknown>, platform: string | undefined): Frame {
  const frame = StackFrame.parse(json);
  const { fileName, className, methodName, lineNumber: line, columnNumber: column } = frame;
  // The browser's SDK writes `line 5, column 3` there.
  const module = /^(unknown$|line \d)/.test(className ?? "") ? undefined : className;
  const placed = place(fileName ?? module ?? "");
  // Without a file it is the runtime's (`Array.map`), unless a package name says whose it is.
  const inApp = placed.inApp && (fileName ?? module ?? "").includes(".");
  const { localVariables: vars } = frame;
  const { isOfProject } = placed;
  const facts = {
    file: fileName === undefined ? "" : placed.file,
    isOfProject,
    module,
    function: methodName,
    platform,
  };
  return { file: placed.file, function: methodName, module, line, column, ...ownership(facts, inApp), vars };
}
