import { baseOf, quoted, type SetupPlace } from "../setup.js";
import { configure, type Guide, install, tryOut } from "./guide.js";

/** For what no guide of a language is about. */
export const anyLanguageGuides = (place: SetupPlace): readonly Guide[] => [
  curl(place),
  openTelemetry(place),
  ownClient(place),
];

const errorsOf = (place: SetupPlace): string =>
  `${baseOf(place)}/v0/projects/${encodeURIComponent(place.project.name)}/errors`;

const curl = (place: SetupPlace): Guide => ({
  id: "curl",
  title: "curl",
  group: "any",
  steps: [
    tryOut(
      undefined,
      `
curl -i ${errorsOf(place)} \\
  -H 'x-api-key: ${place.key}' -H 'content-type: application/json' \\
  -d '{"errors":[{"type":"TypeError","message":"Test error from curl","backtrace":[{"file":"pay.js","line":7,"function":"pay"}]}]}'`,
    ),
  ],
});

const openTelemetry = (place: SetupPlace): Guide => ({
  id: "opentelemetry",
  title: "OpenTelemetry",
  group: "any",
  steps: [
    configure(
      ".env",
      `
OTEL_EXPORTER_OTLP_ENDPOINT=${baseOf(place)}
OTEL_EXPORTER_OTLP_HEADERS=x-api-key=${place.key}
OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf`,
    ),
    tryOut(
      undefined,
      `
curl -i ${baseOf(place)}/v1/logs \\
  -H 'x-api-key: ${place.key}' -H 'content-type: application/json' \\
  -d '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"severityNumber":17,"body":{"stringValue":"Test error from OpenTelemetry"}}]}]}]}'`,
    ),
  ],
});

const ownClient = (place: SetupPlace): Guide => ({
  id: "faultline-client",
  title: "Faultline's client",
  group: "any",
  steps: [
    install(
      "# in a clone of Faultline\nnpm pack --workspace packages/client\n# in the application\nnpm install ./faultline-client-1.0.0.tgz",
    ),
    configure(
      "errors.mjs",
      `
import { faultline } from "@faultline/client";

export const client = faultline({
  url: ${quoted(baseOf(place))},
  project: ${quoted(place.project.name)},
  key: ${quoted(place.key)},
});`,
    ),
    tryOut(
      "test-error.mjs",
      `
import { client } from "./errors.mjs";

client.report(new Error("Test error from Node.js"));
await client.flush();`,
    ),
    tryOut(undefined, "node test-error.mjs"),
  ],
});
