import type { EnvironmentName, WatchEnvironmentName } from "@faultline/aws/keys";

const secret = (value: string): string => JSON.stringify({ type: "sst.sst.Secret", value });

const OWN = {
  FAULTLINE_REGION: "us-east-1",
  FAULTLINE_REGIONS: "us-east-1,us-west-2",
  FAULTLINE_LOG_TABLE: "log",
  FAULTLINE_VIEW_TABLE: "view",
  FAULTLINE_BUCKETS: "us-east-1=a,us-west-2=b",
  FAULTLINE_PROBE_SECONDS: "15",
  FAULTLINE_CHECK_TIMES: "field",
  FAULTLINE_ENCRYPTION: "secret",
  FAULTLINE_KMS_KEY: "",
  FAULTLINE_RETENTION_DAYS: "90",
  FAULTLINE_PUBLIC_URL: "https://errors.example.com",
  FAULTLINE_VERSION: "bench",
  FAULTLINE_ALLOWED_HOSTS: "",
  FAULTLINE_DURABILITY: "region",
  FAULTLINE_SMTP_FROM: "",
  FAULTLINE_MAIL_DOMAINS: "",
  FAULTLINE_OIDC: "",
  FAULTLINE_REGION_URLS: "",
  FAULTLINE_ALARM_PREFIX: "faultline-bench",
  FAULTLINE_HEALTH_CHECKS: "",
  FAULTLINE_REDUCE_FUNCTION: "reduce",
  FAULTLINE_JUDGES: "yes",
  FAULTLINE_LAST_RESORT: "no",
  // The same names as infra sets: one that is missing here does not compile.
} satisfies Record<EnvironmentName | WatchEnvironmentName, string>;

/** What a deployed function finds in its environment. */
export const ENVIRONMENT = {
  ...OWN,
  PATH: process.env.PATH,
  NODE_NO_WARNINGS: "1",
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "local",
  AWS_SECRET_ACCESS_KEY: "local",
  SST_RESOURCE_App: JSON.stringify({ name: "faultline", stage: "bench" }),
  SST_RESOURCE_MasterKey: secret("master-key-of-the-bench"),
  SST_RESOURCE_ClientKeys: secret("client-key-of-the-bench"),
  SST_RESOURCE_SmtpUrl: secret("none"),
  SST_RESOURCE_OidcSecret: secret("none"),
  SST_RESOURCE_EncryptionKeys: secret(`bench:${"5".repeat(64)}`),
};
