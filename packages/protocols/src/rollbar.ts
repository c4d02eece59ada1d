import type { Report } from "@faultline/core/report";
import { VisibleError } from "@faultline/core/visible-error";
import { fieldsIn, releaseIn } from "./deploy-notice.js";
import { parseLooseJson } from "./json.js";
import { outermostText } from "./key-in-body.js";
import { isRecord, text } from "./loose.js";
import { storedOf } from "./outcomes.js";
import { loadLanguages } from "./parse-stack.js";
import type { Protocol, WireAnswer, WireRequest } from "./protocol.js";
import { pauseSeconds } from "./refusal.js";
import { toReport } from "./rollbar-item.js";
import { baseOf, quoted } from "./setup.js";

// Rollbar's items. https://docs.rollbar.com/reference/create-item

export const rollbar: Protocol = {
  name: "rollbar",
  load: loadLanguages,
  paths: ["/api/1/item", "/:first/api/1/item"],
  // Replays; the SDK wants to hear that all is well.
  asides: [
    { methods: ["POST"], path: "/api/1/session", answer: taken },
    // How a deploy went on.
    { methods: ["PATCH"], path: "/api/1/deploy/:id", answer: taken },
    { methods: ["GET"], path: "/api/1/status/ping", answer: () => ({ status: 200, body: "pong" }) },
    { methods: ["POST", "PUT"], path: "/api/1/:rest{(session|metrics|telemetry)/.+}", answer: taken },
  ],
  // https://docs.rollbar.com/reference/post-deploy
  deploys: {
    paths: ["/api/1/deploy"],
    credentialIn: (start) => {
      const key = text.parse(fieldsIn(start).access_token);
      return key === undefined ? undefined : { key };
    },
    releaseOf: ({ body }) => releaseIn(body, ["revision"]),
    answer: () => ({ status: 200, body: '{"err":0,"result":{"deploy_id":1},"data":{"deploy_id":1}}' }),
  },
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
  credential: ({ headers, query }) => {
    const key = headers.get("x-rollbar-access-token") || query.get("access_token");
    return key ? { key } : undefined;
  },
  // Older clients put it into the body.
  credentialIn: (start) => {
    const key = outermostText(textOf(start), "access_token");
    return key ? { key } : undefined;
  },
  parse: (request) => ({ reports: [reportOf(read(request))], rejected: [] }),
  answer: (receipt) => ({
    // The browser's SDK takes any other 2xx for neither success nor failure.
    status: 200,
    body: JSON.stringify({ err: 0, result: { id: null, uuid: storedOf(receipt)[0]?.eventId } }),
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

const read = ({ body }: WireRequest): unknown =>
  isForm(body) ? parseLooseJson(new TextEncoder().encode(textOf(body))) : parseLooseJson(body);

/** Some clients wrap the JSON in a form's field. */
const isForm = (body: Uint8Array): boolean => body[0] === 0x70; // "payload="

function textOf(body: Uint8Array): string {
  const text = new TextDecoder().decode(body);
  return isForm(body) ? (new URLSearchParams(text).get("payload") ?? "") : text;
}

function reportOf(json: unknown): Report {
  const data = isRecord(json) ? json.data : undefined;
  if (isRecord(data) && Object.keys(data).length > 0) return toReport(data);
  throw new VisibleError("bad_request", "no_errors", 'Send {"data":{"body":{…}}} with a trace or a message.');
}
