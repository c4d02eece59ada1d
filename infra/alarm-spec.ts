import type { Metric } from "../packages/service/src/metrics";
import type { AlarmName } from "../packages/service/src/monitoring/runbook/runbook";
import type { AWS_METRICS, AwsNamespace } from "./aws-metrics";

/** What has a metric. The stack knows what each is called where it lies. */
export type Subject =
  | "region"
  | "otherRegion"
  | "httpFunction"
  | "reduceFunction"
  | "sweepFunction"
  | "watchFunction"
  | "logTable"
  | "viewTable"
  | "api"
  | "failuresQueue"
  | "bucket"
  | "otherBucket"
  | "replicationRule"
  | "healthCheck";

type AwsMetric = {
  [N in AwsNamespace]: { readonly namespace: N; readonly metric: keyof (typeof AWS_METRICS)[N] & string };
}[AwsNamespace];
type OwnMetric = { readonly namespace: "Faultline"; readonly metric: Metric };

/** A metric, of whom, and how the values of a period become one. */
export type Watched = (AwsMetric | OwnMetric) & {
  readonly stat: "Sum" | "Maximum" | "Minimum" | "Average" | "SampleCount" | "p99";
  /** Dimensions by name; a text in `fixed` stands for itself. */
  readonly of: Readonly<Record<string, Subject>>;
  readonly fixed?: Readonly<Record<string, string>>;
};

/** An alarm as data. */
export interface AlarmSpec {
  readonly name: AlarmName;
  /** By the letter an expression calls each. A single one needs no expression. */
  readonly watched: Readonly<Record<string, Watched>>;
  readonly expression?: string;
  readonly is: "above" | "below";
  readonly threshold: number;
  readonly periodSeconds: 60 | 300 | 600 | 900;
  /** In so many of the last so many periods. */
  readonly periods: number;
  readonly of: number;
  readonly missing: "breaching" | "notBreaching";
}
