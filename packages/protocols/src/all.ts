import { airbrake } from "./airbrake.js";
import { bugsnag } from "./bugsnag.js";
import { cspReport } from "./csp-report.js";
import { faultline } from "./faultline.js";
import { honeybadger } from "./honeybadger.js";
import { otlp } from "./otlp.js";
import type { Protocol } from "./protocol.js";
import { raygun } from "./raygun.js";
import { rollbar } from "./rollbar.js";
import { sentry } from "./sentry.js";

/** Every wire we speak. */
export const protocols: readonly Protocol[] = [
  faultline,
  sentry,
  airbrake,
  rollbar,
  bugsnag,
  honeybadger,
  raygun,
  otlp,
  cspReport,
];
