import { expect, test } from "vitest";
import { airbrake } from "./airbrake.js";
import { bugsnag } from "./bugsnag.js";
import { cspReport } from "./csp-report.js";
import { honeybadger } from "./honeybadger.js";
import { otlp } from "./otlp.js";
import type { Protocol, WireRequest } from "./protocol.js";
import { raygun } from "./raygun.js";
import { rollbar } from "./rollbar.js";
import { sentry } from "./sentry.js";

await otlp.load?.();

// What other SDKs, languages and versions than the captured ones are known to send.

const request = (path: string, body: unknown): WireRequest => ({
  path,
  params: {},
  query: new URLSearchParams(),
  headers: new Headers(),
  body: Buffer.from(JSON.stringify(body)),
});
const only = (wire: Protocol, body: unknown, path = "/") => {
  const [report, ...others] = wire.parse(request(path, body)).reports;
  expect(others).toEqual([]);
  if (!report) throw new Error("no report");
  return report;
};

test("Raygun's browser SDK begins its names in upper case", () => {
  const report = only(raygun, {
    OccurredOn: "2026-11-24T00:46:27.701Z",
    Details: {
      Client: { Name: "raygun-js", Version: "3.1.1" },
      Error: {
        ClassName: "TypeError",
        Message: "x is undefined",
        StackTrace: [
          {
            LineNumber: 12,
            ColumnNumber: 4,
            ClassName: "line 12, column 4",
            FileName: "https://shop.example/assets/cart.js",
            MethodName: "checkout",
          },
        ],
      },
      Request: { Url: "https://shop.example/cart", Headers: { "User-Agent": "Mozilla/5.0" } },
      User: { Identifier: "u-1" },
      UserCustomData: { CartId: 7 },
    },
  });
  expect(report).toMatchObject({
    type: "TypeError",
    message: "x is undefined",
    timestamp: Date.UTC(2026, 10, 24, 0, 46, 27, 701),
    user: { id: "u-1" },
    request: { url: "https://shop.example/cart", userAgent: "Mozilla/5.0" },
    extra: { CartId: 7 },
    sdk: { name: "raygun-js", version: "3.1.1" },
  });
  expect(report.exceptions[0]?.frames).toEqual([
    { file: "shop.example/assets/cart.js", function: "checkout", line: 12, column: 4, inApp: true },
  ]);
});

test("Raygun's aggregates bring their errors along", () => {
  const inner = (className: string) => ({ className, message: "m", stackTrace: null });
  const error = { ...inner("AggregateException"), innerErrors: [inner("A"), inner("B")] };
  const { exceptions } = only(raygun, { details: { error } });
  expect(exceptions.map(({ type }) => type)).toEqual(["AggregateException", "A", "B"]);
});

test("Honeybadger's Ruby gem repeats the class in the message, and JavaScript's takes an address for a call", () => {
  const ruby = only(honeybadger, { error: { class: "KeyError", message: "KeyError: key not found: :id" } });
  expect(ruby.message).toBe("key not found: :id");
  const backtrace = [
    { file: "Error: connect ECONNREFUSED 10.0.4.17", method: "<unknown>", number: 5432 },
    { file: "[PROJECT_ROOT]/db.js", method: "connect", number: "33" },
  ];
  const message = "connect ECONNREFUSED 10.0.4.17:5432";
  const script = only(honeybadger, { error: { class: "Error", message, backtrace } });
  expect(script.exceptions[0]?.frames.map(({ file, line }) => [file, line])).toEqual([["db.js", 33]]);
});

test("what Rollbar's SDKs say beside a message or a trace is kept", () => {
  const message = { body: "slow", route: "/cart", extra: { cart: 7 } };
  expect(only(rollbar, { data: { body: { message } } }).extra).toEqual({ route: "/cart", cart: 7 });
  const trace = { exception: { class: "E", message: "m", description: "while paying" }, extra: { cart: 7 } };
  expect(only(rollbar, { data: { body: { trace } } }).extra).toEqual({
    cart: 7,
    description: "while paying",
  });
});

test("local variables are kept with their frame, whatever a client calls them", () => {
  const frame = { filename: "a.py", lineno: 1, method: "pay" };
  const ofRollbar = (told: object) => {
    const trace = { exception: { class: "E", message: "m" }, frames: [{ ...frame, ...told }] };
    return only(rollbar, { data: { body: { trace } } }).exceptions[0]?.frames[0]?.vars;
  };
  expect(ofRollbar({ locals: { order: null }, args: [1] })).toEqual({ order: null });
  expect(ofRollbar({ args: ["a"], kwargs: { b: 2 } })).toEqual({ "#1": "a", b: 2 });
  expect(ofRollbar({ locals: {}, args: [] })).toBeUndefined();
  const frames = [
    { filename: "/srv/lib/python3.11/json.py", lineno: 1, vars: [] },
    { filename: "a.py", lineno: 2, vars: { total: "12" } },
    { filename: "b.py", lineno: 3, vars: [["cart", 7]] },
    { filename: "c.py", lineno: 4, vars: ["seven", null] },
  ];
  const values = [{ type: "E", value: "m", stacktrace: { frames } }];
  const { exceptions } = only(sentry, { exception: { values } }, "/api/42/store");
  expect(exceptions[0]?.frames.map(({ vars }) => vars)).toEqual([
    { "#1": "seven", "#2": null },
    { cart: 7 },
    { total: "12" },
    undefined,
  ]);
});

test("older Bugsnag clients tell by the reason alone that nobody caught it", () => {
  const event = (type: string) => ({ exceptions: [{ errorClass: "E" }], severityReason: { type } });
  const handled = (type: string) => only(bugsnag, { events: [event(type)] }).handled;
  expect(handled("unhandledException")).toBe(false);
  expect(handled("unhandledPromiseRejection")).toBe(false);
  expect(handled("handledException")).toBe(true);
});

test("older Bugsnag clients tell the application's version beside the event's other words", () => {
  const event = { exceptions: [{ errorClass: "E" }], appVersion: "2.3.4", releaseStage: "canary" };
  expect(only(bugsnag, { events: [event] })).toMatchObject({ release: "2.3.4", environment: "canary" });
});

test("an OpenTelemetry logger that has only a word for the severity is understood", () => {
  const logs = (record: object) => ({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] });
  const report = only(otlp, logs({ severityText: "ERROR", body: { stringValue: "no" } }), "/v1/logs");
  expect(report).toMatchObject({ level: "error", message: "no" });
  const warned = request("/v1/logs", logs({ severityText: "WARN", body: { stringValue: "hm" } }));
  expect(otlp.parse(warned).reports).toEqual([]);
});

test("an event of Sentry's with nothing in its lists is a message, and what is said of the user is kept", () => {
  const event = { message: "m", exception: { values: null }, breadcrumbs: { values: null } };
  const user = { id: 7, plan: "gold" };
  const report = only(sentry, { ...event, user }, "/api/42/store");
  expect(report).toMatchObject({ type: "_", message: "m", exceptions: [], user: { id: "7" } });
  expect(report.contexts).toEqual({ user: { plan: "gold" } });
  expect(report.breadcrumbs).toBeUndefined();
});

test("a browser that reports to Sentry's address for policies names the project by its number", () => {
  const asked = request("/api/42/security", {});
  const query = new URLSearchParams({ sentry_key: "k" });
  expect(cspReport.credential({ ...asked, params: { project: "42" }, query })).toMatchObject({
    key: "k",
    projectNumber: "42",
  });
});

test("placeholders for the project's root are the project, those for its gems are not", () => {
  const backtrace = ["/PROJECT_ROOT/app/cart.rb", "/GEM_ROOT/lib/rack.rb"].map((file) => ({ file, line: 1 }));
  const errors = [{ type: "E", message: "m", backtrace }];
  const { exceptions, platform } = only(airbrake, { errors, context: { language: "ruby/3.3.0" } });
  expect(exceptions[0]?.frames.map(({ file, inApp }) => [file, inApp])).toEqual([
    ["app/cart.rb", true],
    ["/GEM_ROOT/lib/rack.rb", false],
  ]);
  expect(platform).toBe("ruby");
});

test("an empty form of Raygun's stands not before the body that came", () => {
  const Request = { hostName: "shop.example", url: "/pay", form: {}, rawData: '{"sku":"fig"}' };
  const report = only(raygun, { details: { error: { className: "E", message: "x" }, request: Request } });
  expect(report.request?.body).toBe('{"sku":"fig"}');
});

test("what Sentry's SDKs tell of the server and of the thread is kept, also of a thread without a stack", () => {
  const crashed = { id: 7, name: "OkHttp https://shop.example/...", crashed: true, current: true };
  const main = { id: 1, name: "main", stacktrace: { frames: [{ function: "run", module: "shop.Main" }] } };
  const event = {
    exception: { values: [{ type: "E", value: "m" }] },
    request: { url: "https://shop.example/", env: { SERVER_NAME: "web-3", SERVER_PORT: "8080" } },
    contexts: { os: { name: "Android" } },
  };
  const contextsOf = (told: object) =>
    only(sentry, { ...event, ...told }, "/api/42/store").contexts as Record<string, unknown>;
  expect(contextsOf({ threads: { values: [main, crashed] } })).toMatchObject({
    os: { name: "Android" },
    env: { SERVER_NAME: "web-3", SERVER_PORT: "8080" },
    thread: { name: "OkHttp https://shop.example/...", id: "7" },
  });
  const thrownIn = { exception: { values: [{ type: "E", value: "m", thread_id: 1 }] } };
  expect(contextsOf({ ...thrownIn, threads: [crashed, main] }).thread).toEqual({ name: "main", id: "1" });
  expect(contextsOf({}).thread).toBeUndefined();
});
