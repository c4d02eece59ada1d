import { type HttpWorld, httpWorld, JSON_TYPE, projectKey } from "@faultline/testing/http-world";
import { beforeEach, expect, test } from "vitest";

let world: HttpWorld;
let key: string;
beforeEach(async () => {
  world = httpWorld();
  await world.change("/v1/projects/shop", "PUT", { redact: ["customer_number"] });
  key = await projectKey(world);
});

const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJlLWNhbmFyeQ";
const CARD = "4111 1111 1111 1111";
const AWS = "AKIAIOSFODNN7EXAMPLE";
const BEARER = "canary-bearer-token";
const COOKIE = "canary-cookie-value";
const PASSWORD = "canary-password";
const NUMBER = "canary-customer-number";
const CANARIES = [JWT, CARD, AWS, BEARER, COOKIE, PASSWORD, NUMBER];

const message = `pay with ${CARD} as ${JWT} and ${AWS}`;
const headers = { authorization: `Bearer ${BEARER}`, cookie: `sid=${COOKIE}`, host: "shop.example" };
const bag = { password: PASSWORD, nested: [{ customer_number: NUMBER, note: `password=${PASSWORD}` }] };

const SENT: Readonly<Record<string, readonly [path: string, body: unknown]>> = {
  sentry: [
    "/api/1/store/",
    {
      exception: { values: [{ type: "E", value: message }] },
      request: {
        url: `https://x.example/?password=${PASSWORD}`,
        headers,
        cookies: headers.cookie,
        data: bag,
      },
      extra: bag,
      contexts: { bag },
      breadcrumbs: [{ message, data: bag }],
    },
  ],
  airbrake: [
    "/api/v3/projects/1/notices",
    {
      errors: [{ type: "E", message }],
      params: bag,
      session: bag,
      environment: headers,
      context: { history: [bag] },
    },
  ],
  rollbar: [
    "/api/1/item/",
    {
      data: {
        body: { trace: { exception: { class: "E", message }, frames: [] }, telemetry: [{ body: bag }] },
        request: { headers, POST: bag },
        custom: bag,
      },
    },
  ],
  bugsnag: [
    "/notify",
    {
      events: [
        { exceptions: [{ errorClass: "E", message }], request: { headers }, metaData: { bag }, device: bag },
      ],
    },
  ],
  honeybadger: [
    "/v1/notices/js",
    {
      error: { class: "E", message },
      request: { cgi_data: { HTTP_COOKIE: headers.cookie, ...headers }, params: bag, session: bag },
    },
  ],
  raygun: [
    "/entries",
    { details: { error: { className: "E", message }, request: { headers, form: bag }, userCustomData: bag } },
  ],
  otlp: [
    "/v1/logs",
    {
      resourceLogs: [
        {
          scopeLogs: [
            {
              logRecords: [
                {
                  severityNumber: 17,
                  body: { stringValue: message },
                  attributes: [
                    { key: "exception.message", value: { stringValue: message } },
                    {
                      key: "http.request.header.authorization",
                      value: { stringValue: headers.authorization },
                    },
                    { key: "http.request.header.cookie", value: { stringValue: headers.cookie } },
                    { key: "password", value: { stringValue: PASSWORD } },
                    { key: "customer_number", value: { stringValue: NUMBER } },
                  ],
                },
              ],
            },
          ],
        },
      ],
    },
  ],
  "an event nobody can read": [
    "/api/1/envelope/",
    `{}\n{"type":"event"}\n{"password":"${PASSWORD}", "m":"${message}`,
  ],
};

test.each(Object.entries(SENT))("%s: no secret of a report is shown again", async (_wire, [path, sent]) => {
  const auth = { "x-api-key": key, "x-rollbar-access-token": key, "bugsnag-api-key": key, "x-apikey": key };
  const response = await world.app.request(`${path}?key=${key}&sentry_key=${key}`, {
    method: "POST",
    headers: { ...JSON_TYPE, ...auth },
    body: typeof sent === "string" ? sent : JSON.stringify(sent),
  });
  expect(response.ok).toBe(true);
  const [issue] = await world.issuesOf();
  const shown = await world.change(`/v1/projects/shop/issues/${issue?.id}/occurrences`, "GET");
  const text = JSON.stringify(issue) + (await shown.text());
  expect(text).toContain("[redacted]");
  for (const canary of CANARIES) expect(text).not.toContain(canary);
});
