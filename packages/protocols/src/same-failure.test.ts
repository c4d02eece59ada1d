import { readFileSync } from "node:fs";
import { fingerprint } from "@faultline/core/grouping/mechanisms";
import { Report } from "@faultline/core/report";
import { describe, expect, test } from "vitest";
import { z } from "zod";

const root = new URL("../fixtures/", import.meta.url);

/** The fingerprint a captured request's first report has by its code, whatever its client wished. */
function computed(name: string): string {
  const text = readFileSync(new URL(`${name}.report.json`, root), "utf8");
  const [report] = z.array(Report).min(1).parse(JSON.parse(text));
  if (!report) throw new Error(`${name} has no report`);
  return fingerprint({ ...report, fingerprint: undefined }, "frames");
}

describe("one failure is one issue, whichever SDK reports it", () => {
  test.each([
    [
      "a method of undefined, three calls deep",
      [
        "faultline/node-01-type-error",
        "sentry/node-01-type-error",
        "airbrake/node-01-type-error",
        "rollbar/node-01-type-error",
        "rollbar/node-12-unhandled-rejection",
        "bugsnag/node-01-type-error",
        "bugsnag/node-12-unhandled-rejection",
        "honeybadger/node-01-type-error",
        "raygun/node-01-type-error",
        "otlp/json-04-log-exception-attrs",
        "otlp/proto-04-log-exception-attrs",
      ],
    ],
    [
      "a class of one's own whose causes the SDK does not tell",
      [
        "faultline/node-02-nested-cause-custom-class",
        "airbrake/node-02-nested-cause-custom-class",
        "airbrake/legacy-airbrake-js-1",
        "otlp/json-02-span-nested-cause",
        "otlp/json-05-log-exception-field",
      ],
    ],
    [
      "the innermost cause of a class of one's own",
      [
        "sentry/node-02-nested-cause-custom-class",
        "sentry/legacy-sentry-node-5-1",
        "rollbar/node-02-nested-cause-custom-class",
        "rollbar/legacy-v2-nested",
        "bugsnag/node-02-nested-cause-custom-class",
        "bugsnag/legacy-v7-nested",
        "honeybadger/node-02-nested-cause-custom-class",
        "raygun/node-02-nested-cause-custom-class",
      ],
    ],
    [
      "a message in Japanese",
      [
        "faultline/node-03-japanese-rich-context",
        "sentry/node-03-japanese-rich-scope",
        "sentry/legacy-raven-node-0",
        "sentry/legacy-sentry-node-5-0",
        "sentry/legacy-sentry-node-7-0",
        "sentry/legacy-sentry-node-8-0",
        "airbrake/node-03-japanese-rich-context",
        "rollbar/node-03-japanese-request-person",
        "bugsnag/node-03-japanese-rich",
        "honeybadger/node-03-japanese-rich",
        "honeybadger/legacy-v1",
        "raygun/node-03-japanese-rich",
        "otlp/json-03-span-japanese-two-exceptions",
        "otlp/proto-03-span-japanese-two-exceptions",
      ],
    ],
    [
      "a syntax error after an await",
      [
        "faultline/node-05-syntaxerror",
        "sentry/node-05-async-syntaxerror",
        "airbrake/node-05-syntaxerror",
        "rollbar/node-05-async-syntaxerror",
        "bugsnag/node-05-async-syntaxerror",
      ],
    ],
    [
      "a very long message",
      [
        "faultline/node-06-long-message",
        "sentry/node-06-long-message",
        "airbrake/node-06-long-message",
        "rollbar/node-06-long-message",
        "bugsnag/node-06-long-message",
        "honeybadger/node-06-long-message",
      ],
    ],
    [
      "endless recursion",
      [
        "faultline/node-08-recursion",
        "sentry/node-09-recursion",
        "airbrake/node-09-recursion",
        "rollbar/node-09-recursion",
        "bugsnag/node-09-recursion",
      ],
    ],
  ])("%s", (_what, names) => {
    const [first = "", ...others] = names;
    expect(Object.fromEntries(others.map((name) => [name, computed(name)]))).toEqual(
      Object.fromEntries(others.map((name) => [name, computed(first)])),
    );
  });
});
