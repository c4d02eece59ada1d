import { parseTime } from "@faultline/core/time";
import { VisibleError } from "@faultline/core/visible-error";
import { envelopeSieve } from "./envelope-sieve.js";
import { parseLooseJson } from "./json.js";
import { outermostText } from "./key-in-body.js";
import { asText, isRecord } from "./loose.js";
import { droppedOf, storedOf } from "./outcomes.js";
import type { Credential, Packed, Parsed, Protocol, WireAnswer, WireHead, WireRequest } from "./protocol.js";
import { pauseSeconds, refusal } from "./refusal.js";
import { type Envelope, readEnvelope, readEnvelopeHeader } from "./sentry-envelope.js";
import { type Around, toReport } from "./sentry-event.js";
import { dsnOf, quoted } from "./setup.js";
import { unknownReport } from "./unknown-report.js";

// Sentry's wire: envelopes, and the older store endpoint. A DSN may hold a path before `/api`.
// https://develop.sentry.dev/sdk/foundations/transport/

const IGNORED = "transaction;span;log_item;session;replay;profile;monitor;trace_metric";

export const sentry: Protocol = {
  name: "sentry",
  paths: ["", "/:first", "/:first/:second"].flatMap((prefix) => [
    `${prefix}/api/:project/envelope`,
    `${prefix}/api/:project/store`,
  ]),
  asides: [
    { methods: ["POST", "PUT"], path: "/api/:project{[1-9][0-9]*}/:rest{.+}", answer: besides },
    // Check-ins may be made by whatever can ask for an address.
    { methods: ["GET"], path: "/api/:project{[1-9][0-9]*}/cron/:rest{.+}", answer: besides },
    // The dialog that asks users what they did: a page's script, and what they said.
    { methods: ["GET", "POST"], path: "/api/embed/error-page", answer: noDialog },
  ],
  packed,
  sieve: (head) => (isStore(head) ? undefined : envelopeSieve()),
  exposedHeaders: ["x-sentry-rate-limits", "x-sentry-error"],
  setups: (place) => {
    const dsn = dsnOf(place);
    return { sentry: { title: "Sentry", dsn, snippet: `Sentry.init({ dsn: ${quoted(dsn)} });` } };
  },
  credential: (head) => credentialOf(keyOf(head), head),
  credentialIn: (start, head) => credentialOf(isStore(head) ? undefined : keyOfDsn(start), head),
  parse: (request) => (isStore(request) ? parseStore(request) : parseEnvelope(request)),
  answer: (receipt) => ({
    status: 200,
    // What we would drop, SDKs of every version stop sending for an hour.
    headers: { "x-sentry-rate-limits": `3600:${IGNORED}:organization` },
    body: JSON.stringify({ id: storedOf(receipt)[0]?.eventId }),
  }),
  refuse: (error, status) => ({
    ...refusal(error, status),
    headers: {
      "x-sentry-error": error.message.replace(/[^\x20-\x7e]/g, " "),
      ...(status === 429 ? { "x-sentry-rate-limits": `${pauseSeconds(error)}:error;default:key` } : {}),
    },
  }),
};

function noDialog(): WireAnswer {
  return { status: 200, headers: { "content-type": "text/javascript" }, body: "" };
}

/** Crashes that come as files are refused so that one sees it; of all else there, nothing is missed. */
function besides({ rest = "" }: Readonly<Record<string, string>>): WireAnswer | undefined {
  const isCrash = /^(minidump|unreal|applecrashreport|playstation)\b/.test(rest);
  return isCrash ? undefined : { status: 200, body: "{}" };
}

const credentialOf = (key: string | undefined, { params }: WireHead): Credential | undefined =>
  key ? { key, ...projectOf(params.project) } : undefined;

const isStore = ({ path }: WireHead): boolean => path.endsWith("/store");

/** Raven sends base64 of zlib, and says nothing of it. */
function packed({ body }: WireRequest): Packed | undefined {
  if (body[0] !== 0x65 || body[1] !== 0x4a) return undefined; // "eJ"
  return { body: Buffer.from(new TextDecoder().decode(body), "base64"), encoding: "deflate" };
}

const projectOf = (project: string | undefined): Omit<Credential, "key"> =>
  project !== undefined && /^\d+$/.test(project) ? { projectNumber: project } : { project };

const keyOf = (head: WireHead): string | undefined =>
  authOf(head, "sentry_key") || authOf(head, "glitchtip_key");

/** A part of the credential: in the query, or in the header's list. */
function authOf({ query, headers }: WireHead, name: string): string | undefined {
  const header = headers.get("x-sentry-auth") ?? headers.get("authorization") ?? "";
  return query.get(name) || new RegExp(`\\b${name}\\s*=\\s*"?([^\\s,"]+)`).exec(header)?.[1];
}

/** A tunnelled envelope carries its key in its header alone. */
function keyOfDsn(start: Uint8Array): string | undefined {
  const { dsn } = readEnvelopeHeader(start)?.header ?? {};
  return typeof dsn === "string" ? /^https?:\/\/([^:@/]+)/.exec(dsn)?.[1] : undefined;
}

function parseStore(request: WireRequest): Parsed {
  const json = parseLooseJson(request.body);
  if (!isRecord(json)) throw noEvent();
  if (json.type === "transaction") return { reports: [], rejected: [], dropped: droppedOf(["transaction"]) };
  return { reports: [toReport(json, { client: authOf(request, "sentry_client") })], rejected: [] };
}

function parseEnvelope(request: WireRequest): Parsed {
  const envelope = readEnvelope(request.body, request.isCut);
  if (!envelope) throw noEvent();
  const client = authOf(request, "sentry_client");
  const events = envelope.items.filter(({ type }) => type === "event");
  const reports = events.flatMap(
    ({ payload }, index) => parseEvent(payload, { client, ...(index === 0 ? headerOf(envelope) : {}) }) ?? [],
  );
  const others = envelope.items.flatMap(({ type }) => (type === "event" ? [] : [type]));
  // An event that calls itself a transaction is one.
  const transactions = events.slice(reports.length).map(() => "transaction");
  const sent = asText(envelope.header.sent_at);
  const sentAt = sent === undefined ? undefined : parseTime(sent);
  return { reports, rejected: [], dropped: droppedOf([...others, ...transactions]), sentAt };
}

/** Where the header and an event disagree, the header's id wins; there is but one, for the first event. */
function headerOf({ header }: Envelope): Around {
  return { eventId: asText(header.event_id) };
}

function parseEvent(payload: Uint8Array, around: Around) {
  try {
    const json = parseLooseJson(payload);
    if (!isRecord(json)) return unreadable(payload, around.eventId);
    return json.type === "transaction" ? undefined : toReport(json, around);
  } catch (error) {
    // It says it is an event, and SDKs do not send again: kept as it came.
    if (error instanceof VisibleError) return unreadable(payload, around.eventId);
    throw error;
  }
}

const RAW_BYTES_MAX = 50_000;

function unreadable(payload: Uint8Array, eventId: string | undefined) {
  const raw = new TextDecoder().decode(payload.subarray(0, RAW_BYTES_MAX));
  return { ...unknownReport(raw), eventId: eventId ?? outermostText(raw, "event_id") };
}

const noEvent = (): VisibleError =>
  new VisibleError(
    "bad_request",
    "no_errors",
    "Send an envelope, or an event as JSON to the store endpoint.",
  );
