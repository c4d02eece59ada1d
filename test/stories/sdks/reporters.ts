import { createServer, request } from "node:http";
import * as z from "zod";

/** What `GET /v1/projects/{project}/setup` tells. */
export const Setup = z.looseObject({
  client: z.looseObject({ url: z.string(), project: z.string(), key: z.string() }),
  sentry: z.looseObject({ dsn: z.string() }),
  airbrake: z.looseObject({ projectId: z.number(), projectKey: z.string(), host: z.string() }),
  rollbar: z.looseObject({ accessToken: z.string(), endpoint: z.string() }),
  bugsnag: z.looseObject({
    apiKey: z.string(),
    endpoints: z.object({ notify: z.string(), sessions: z.string() }),
  }),
  honeybadger: z.looseObject({ apiKey: z.string(), endpoint: z.string() }),
  raygun: z.looseObject({ apiKey: z.string(), host: z.string(), port: z.number(), useSSL: z.boolean() }),
  otlp: z.looseObject({ endpoint: z.string(), headers: z.record(z.string(), z.string()) }),
});
type Setup = z.infer<typeof Setup>;

/** Sends one error, and throws unless the SDK says that it arrived. */
type Send = (error: Error) => Promise<void>;

/** Ends what hangs: a busy machine may take longer than the three seconds a client waits of itself. */
const PATIENCE_MILLISECONDS = 60_000;

const demand = (isWell: unknown, why: unknown): void => {
  if (!isWell) throw new Error(`not taken for success: ${String(why)}`);
};

async function ours({ client: { url, project, key } }: Setup): Promise<Send> {
  const { faultline } = await import("../../../packages/client/src/node.js");
  const problems: string[] = [];
  const client = faultline({ url, project, key, onProblem: (problem) => problems.push(problem) });
  return async (error) => {
    const id = client.report(error);
    demand(id && (await client.flush(PATIENCE_MILLISECONDS)) && problems.length === 0, problems);
  };
}

async function sentry({ sentry: { dsn } }: Setup): Promise<Send> {
  const sdk = await import("@sentry/node");
  const client = sdk.init({ dsn, release: "3.14.0", environment: "production" });
  return async (error) => {
    const answered = new Promise<number | undefined>((resolve) => {
      client?.on("afterSendEvent", (_event, response) => resolve(response?.statusCode));
    });
    sdk.captureException(error);
    const status = await answered;
    demand(status === 200, status);
  };
}

async function airbrake({ airbrake: { projectId, projectKey, host } }: Setup): Promise<Send> {
  const { Notifier } = await import("@airbrake/node");
  const options = { projectId, projectKey, host, remoteConfigHost: host, apmHost: host };
  const notifier = new Notifier({ ...options, environment: "production" });
  return async (error) => {
    const { id, error: failed } = await notifier.notify(error);
    demand(id && !failed, failed);
  };
}

async function rollbar({ rollbar: { accessToken, endpoint } }: Setup): Promise<Send> {
  const { default: Rollbar } = await import("rollbar");
  const client = new Rollbar({ accessToken, endpoint, environment: "production" });
  return (error) =>
    new Promise((resolve, reject) => {
      client.error(error, (failed: unknown) => (failed ? reject(failed) : resolve()));
    });
}

async function bugsnag({ bugsnag: { apiKey, endpoints } }: Setup): Promise<Send> {
  const { default: sdk } = await import("@bugsnag/node");
  sdk.start({ apiKey, endpoints, logger: null, releaseStage: "production" });
  return (error) =>
    new Promise((resolve, reject) => {
      sdk.notify(error, undefined, (failed: unknown) => (failed ? reject(failed) : resolve()));
    });
}

/** Its transport for Node leaves the port out, so that it needs somebody on port 80. */
async function honeybadger({ honeybadger: { apiKey, endpoint } }: Setup): Promise<Send> {
  const { default: sdk } = await import("@honeybadger-io/js");
  await relay(80, Number(new URL(endpoint).port));
  sdk.configure({ apiKey, endpoint, environment: "production", reportData: true, enableUncaught: false });
  return (error) => sdk.notifyAsync(error);
}

const relay = (from: number, to: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer((incoming, outgoing) => {
      const { method, url, headers } = incoming;
      const onward = request({ port: to, host: "127.0.0.1", method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      incoming.pipe(onward);
    });
    server.once("error", reject);
    server.listen(from, "127.0.0.1", resolve);
  });

async function raygun({ raygun: options }: Setup): Promise<Send> {
  const { default: sdk } = await import("raygun");
  const { apiKey, host, port, useSSL } = options;
  const client = new sdk.Client().init({ apiKey, host, port, useSSL });
  return async (error) => {
    const answer = await client.send(error);
    demand(answer?.statusCode === 202, answer?.statusCode);
  };
}

const otlpJson = async ({ otlp: { endpoint, headers } }: Setup): Promise<Send> => {
  const { OTLPLogExporter } = await import("@opentelemetry/exporter-logs-otlp-http");
  return otlp(new OTLPLogExporter({ url: `${endpoint}/v1/logs`, headers }));
};

const otlpProto = async ({ otlp: { endpoint, headers } }: Setup): Promise<Send> => {
  const { OTLPLogExporter } = await import("@opentelemetry/exporter-logs-otlp-proto");
  return otlp(new OTLPLogExporter({ url: `${endpoint}/v1/logs`, headers }));
};

type Exporter = import("@opentelemetry/sdk-logs").LogRecordExporter;

async function otlp(exporter: Exporter): Promise<Send> {
  const { LoggerProvider, SimpleLogRecordProcessor } = await import("@opentelemetry/sdk-logs");
  const { resourceFromAttributes } = await import("@opentelemetry/resources");
  let ended = (_failed: unknown): void => undefined;
  const watched: Exporter = {
    export: (records, done) =>
      exporter.export(records, (result) => {
        ended(result.error);
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  };
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ "service.name": "shop", "service.version": "3.14.0" }),
    processors: [new SimpleLogRecordProcessor({ exporter: watched })],
  });
  const logger = provider.getLogger("shop");
  return async ({ name, message, stack }) => {
    const attributes = {
      "exception.type": name,
      "exception.message": message,
      "exception.stacktrace": stack,
    };
    const failed = await new Promise<unknown>((resolve) => {
      ended = resolve;
      logger.emit({ severityNumber: 17, body: "it failed", attributes });
    });
    demand(failed === undefined, failed);
  };
}

/** How each SDK is set up from its setup page. */
export const reporters = {
  "@faultline/client": ours,
  "@sentry/node": sentry,
  "@airbrake/node": airbrake,
  rollbar,
  "@bugsnag/node": bugsnag,
  "@honeybadger-io/js": honeybadger,
  raygun,
  "@opentelemetry, json": otlpJson,
  "@opentelemetry, protobuf": otlpProto,
} as const satisfies Record<string, (setup: Setup) => Promise<Send>>;
