import type { Report } from "@faultline/core/report";
import { VisibleError } from "@faultline/core/visible-error";
import { parseLooseJson } from "./json.js";
import { isRecord, text } from "./loose.js";
import type { Protocol, WireAnswer, WireRequest } from "./protocol.js";
import { pauseSeconds } from "./refusal.js";
import { toReport } from "./rollbar-item.js";
import { baseOf, quoted } from "./setup.js";

// Rollbar's items. https://docs.rollbar.com/reference/create-item

export const rollbar: Protocol = {
  name: "rollbar",
  paths: ["/api/1/item", "/:first/api/1/item"],
  // Replays; the SDK wants to hear that all is well.
  asides: [
    { methods: ["POST"], path: "/api/1/session", answer: taken },
    { methods: ["POST", "PUT"], path: "/api/1/:rest{(session|metrics|telemetry)/.+}", answer: taken },
  ],
  exposedHeaders: [
    "x-rate-limit-remaining",
    "x-rate-limit-remaining-seconds",
    // Browsers write an error to the page's console for each of these that a script may not ask for, and 3.1 does.
    "rollbar-replay-enabled",
    "rollbar-replay-ratelimit-remaining",
    "rollbar-replay-ratelimit-reset",
  ],
  setups: (place) => {
    const endpoint = `${baseOf(place)}/api/1/item/`;
    const { key: accessToken } = place;
    const snippet = `new Rollbar({ accessToken: ${quoted(accessToken)}, endpoint: ${quoted(endpoint)}, captureUncaught: true, captureUnhandledRejections: true });`;
    return { rollbar: { title: "Rollbar", accessToken, endpoint, snippet } };
  },
  credential: (request) => {
    const key = request.headers.get("x-rollbar-access-token") || tokenOf(request);
    return key ? { key } : undefined;
  },
  parse: (request) => ({ reports: [reportOf(read(request))], rejected: [] }),
  answer: ({ outcomes }) => ({
    // The browser's SDK takes any other 2xx for neither success nor failure.
    status: 200,
    body: JSON.stringify({ err: 0, result: { id: null, uuid: outcomes[0]?.eventId } }),
  }),
  refuse: (error, status) => ({
    status,
    headers: status === 429 ? silence(error) : {},
    body: JSON.stringify({ err: 1, message: error.message, code: error.code }),
  }),
};

function taken(): WireAnswer {
  return { status: 200, body: '{"err":0}' };
}

const silence = (error: VisibleError): Record<string, string> => ({
  "x-rate-limit-remaining": "0",
  "x-rate-limit-remaining-seconds": pauseSeconds(error),
});

/** The body; some clients wrap it in a form's field. */
function read({ body }: WireRequest): unknown {
  const isForm = body[0] === 0x70; // "payload="
  if (!isForm) return parseLooseJson(body);
  const field = new URLSearchParams(new TextDecoder().decode(body)).get("payload") ?? "";
  return parseLooseJson(new TextEncoder().encode(field));
}

/** Older clients put it into the body. One that cannot be read has none. */
function tokenOf(request: WireRequest): string | undefined {
  const named = request.query.get("access_token");
  if (named) return named;
  try {
    const json = read(request);
    return isRecord(json) ? text.parse(json.access_token) : undefined;
  } catch (error) {
    if (error instanceof VisibleError) return undefined;
    throw error;
  }
}

function reportOf(json: unknown): Report {
  const data = isRecord(json) ? json.data : undefined;
  if (isRecord(data) && Object.keys(data).length > 0) return toReport(data);
  throw new VisibleError("bad_request", "no_errors", 'Send {"data":{"body":{…}}} with a trace or a message.');
}
